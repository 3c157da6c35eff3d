import SwiftletTensor
import TestSupport
import Testing

/// A function of several tensors whose gradients are differentiated: with weights u of its output and directions v of
/// its gradients, s = sum(v * gradient of sum(u * f)) is a number, which has gradients at the inputs and at u.
struct DoubleBackward {
    typealias Function = ([Tensor]) throws -> Tensor

    let inputs: [Tensor]
    let outputWeights: Tensor
    let directions: [Tensor]
    let function: Function

    /// The gradients of sum(u * f) at the inputs: by the kernels, unless they are differentiated.
    func firstGradients(at inputs: [Tensor], outputWeights: Tensor) throws -> [Tensor] {
        try gradients(at: inputs) { (try function($0) * outputWeights).sum() }
    }

    /// The gradients of s at the inputs and, last, at u.
    func secondGradients() throws -> [Tensor] {
        try gradients(at: inputs + [outputWeights]) { point in
            let first = try firstGradients(at: Array(point.dropLast()), outputWeights: point.last!)
            let terms = zip(directions, first).map { ($0 * $1).sum() }
            return terms.dropFirst().reduce(terms[0], +)
        }
    }

    /// The gradients of s at the inputs, put together from those of each first gradient at each input, while all else
    /// is constant: operators meet every combination of tracked and constant inputs.
    func secondGradientsOneByOne() throws -> [Tensor] {
        try inputs.indices.map { second in
            let parts = try inputs.indices.map { first in
                try gradient(at: inputs[second]) { input in
                    var point = inputs
                    point[second] = input
                    let slope = try gradient(at: point[first]) { input in
                        var point = point
                        point[first] = input
                        return (try function(point) * outputWeights).sum()
                    }
                    return (directions[first] * slope).sum()
                }
            }
            return parts.dropFirst().reduce(parts[0], +)
        }
    }

    /// How the second gradients differ from central differences of the first; nil if they do not.
    func mismatch(step: Float = 1 / 256, tolerance: Double = 1e-2) throws -> String? {
        let point = inputs + [outputWeights]
        for (index, gradient) in try secondGradients().enumerated() {
            let differences = try (0..<gradient.count).map { element in
                func value(_ distance: Float) throws -> Double {
                    var moved = point
                    moved[index].withUnsafeMutableElements { $0[element] += distance }
                    return try total(at: moved)
                }
                // Of fourth order, so that the step can be large enough for single precision.
                let near = try value(step) - value(-step)
                let far = try value(2 * step) - value(-2 * step)
                return (8 * near - far) / Double(12 * step)
            }
            // The differences are of the numbers that make s, however small their gradient is.
            let largest = differences.map(abs).max() ?? 0
            let limit = largest > 0 ? tolerance * max(largest, 1) / largest : tolerance
            let expected = GoldenTensor(shape: gradient.shape.dimensions, data: differences)
            if let found = expected.mismatch(gradient, tolerance: limit) { return "input \(index): \(found)" }
        }
        return nil
    }

    /// s, by the first gradients.
    private func total(at point: [Tensor]) throws -> Double {
        let first = try firstGradients(at: Array(point.dropLast()), outputWeights: point.last!)
        return zip(directions, first).reduce(0) { sum, pair in
            zip(pair.0.elements, pair.1.elements).reduce(sum) { $0 + Double($1.0) * Double($1.1) }
        }
    }
}

extension GoldenCase {
    /// The names of the inputs, in the function's order.
    private var inputNames: [String] {
        ["input", "weight", "other", "positive", "negative", "bias"].filter { tensors["\($0)_direction"] != nil }
    }

    /// The case's inputs and weights for a function.
    func doubleBackward(in context: ComputeContext, _ function: @escaping DoubleBackward.Function) throws
        -> DoubleBackward
    {
        DoubleBackward(
            inputs: try inputNames.map { try tensor($0, in: context) },
            outputWeights: try tensor("output_weights", in: context),
            directions: try inputNames.map { try tensor("\($0)_direction", in: context) }, function: function)
    }

    /// Expects output, first and second gradients to be what PyTorch computes, and the second ones what central
    /// differences are.
    func expect(_ function: @escaping DoubleBackward.Function, in context: ComputeContext, tolerance: Double = 2e-5)
        throws
    {
        let check = try doubleBackward(in: context, function)
        expectClose(try function(check.inputs), try golden("output"), "output")
        let first = try check.firstGradients(at: check.inputs, outputWeights: check.outputWeights)
        for (name, gradient) in zip(inputNames, first) {
            expectClose(gradient, try golden("\(name)_gradient"), tolerance: tolerance, "gradient at \(name)")
        }
        for (name, gradient) in zip(inputNames + ["output_weights"], try check.secondGradients()) {
            expectClose(gradient, try golden("\(name)_second"), tolerance: tolerance, "second gradient at \(name)")
        }
        for (name, gradient) in zip(inputNames, try check.secondGradientsOneByOne()) {
            expectClose(
                gradient, try golden("\(name)_second"), tolerance: tolerance, "second gradient at \(name), one by one")
        }
        let mismatch = try check.mismatch()
        #expect(mismatch == nil, "central differences: \(mismatch ?? "")")
    }
}
