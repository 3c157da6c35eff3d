import SwiftletTensor

/// Compares an operator's vector-Jacobian product with central differences.
///
/// The output is projected on a random direction, so that one number has a gradient for each input element. The
/// projection is added up in double precision; the difference quotient combines the steps h and 2h, which leaves an
/// error of order h^4 and allows a step so large that rounding in single precision does not hide a wrong gradient.
struct GradientCheck {
    /// An element whose gradient is not what the differences say.
    struct Mismatch: CustomStringConvertible {
        let input: Int
        let element: Int
        let gradient: Float
        let difference: Double

        var description: String {
            "input \(input), element \(element): gradient \(gradient), central difference \(difference)"
        }
    }

    /// A power of two, so that the steps are exact for the coarse numbers of `inputs`.
    static let step: Float = 0x1p-5
    /// Allowed error, relative to the largest difference quotient of the same input.
    static let tolerance = 4e-4

    let context: ComputeContext
    private var random: RandomStream

    init(seed: UInt64 = 1, kernels: String = "auto") throws {
        context = try ComputeContext(threads: 2, kernels: kernels)
        random = RandomStream(seed: seed)
    }

    /// Random multiples of 1/64 in [-2, 2), no closer to 0 than `gap`, so that differences do not step over a kink there.
    mutating func tensor(_ shape: Shape, gap: Float = 0) -> Tensor {
        let elements = (0..<shape.count).map { _ -> Float in
            let number = (random.uniform(gap, 2) * 64).rounded(.up) / 64
            return random.nextWord() & 1 == 0 ? number : -number
        }
        return Tensor(elements, shape: shape, in: context)
    }

    /// Random multiples of 1/64 in [low, high).
    mutating func tensor(_ shape: Shape, in range: ClosedRange<Float>) -> Tensor {
        let elements = (0..<shape.count).map { _ in
            (random.uniform(range.lowerBound, range.upperBound) * 64).rounded(.down) / 64
        }
        return Tensor(elements, shape: shape, in: context)
    }

    /// The multiples of 1/4 around 0 in random order: no two are so close that a step exchanges their order.
    mutating func distinctTensor(_ shape: Shape) -> Tensor {
        let elements = random.permutation(shape.count).map { Float($0 - shape.count / 2) / 4 + 0.125 }
        return Tensor(elements, shape: shape, in: context)
    }

    /// A stream of random numbers for the operator under test.
    func stream() -> RandomStream { random.child("operator") }

    /// The elements at which the gradients of `operation` and central differences disagree; every input is tracked. If there are
    /// none, those at which the second derivatives along a random direction and differences of the gradients disagree.
    mutating func mismatches(
        _ inputs: [Tensor], _ operation: ([Tensor]) throws -> Tensor
    ) rethrows -> [Mismatch] {
        let output = try operation(inputs)
        let direction = Tensor.uniform(output.shape, -1, 1, using: &random, in: context)
        let gradients = try gradients(inputs, tracked: Array(inputs.indices), direction, operation)
        var found: [Mismatch] = []
        for index in inputs.indices {
            let differences = try differences(inputs, index, direction.elements, operation)
            let scale = max(differences.map(abs).max() ?? 0, 1e-2)
            let elements = gradients[index]?.elements ?? Array(repeating: 0, count: inputs[index].count)
            precondition(elements.count == differences.count, "a gradient has the wrong shape")
            for (element, (gradient, difference)) in zip(elements, differences).enumerated()
            where !(abs(Double(gradient) - difference) <= Self.tolerance * scale) {
                found.append(
                    Mismatch(input: index, element: element, gradient: gradient, difference: difference))
            }
        }
        return found.isEmpty ? try secondMismatches(inputs, direction, operation) : found
    }

    private mutating func secondMismatches(
        _ inputs: [Tensor], _ direction: Tensor, _ operation: ([Tensor]) throws -> Tensor
    ) rethrows -> [Mismatch] {
        let path = inputs.map { Tensor.uniform($0.shape, -0.25, 0.25, using: &random, in: context) }
        func gradient(_ inputs: [Tensor]) throws -> [Tensor] {
            try SwiftletTensor.gradients(at: inputs) { (try operation($0) * direction).sum() }
        }
        func gradient(_ offset: Float) throws -> [[Float]] {
            try gradient(zip(inputs, path).map { $0 + $1 * offset }).map(\.elements)
        }
        let second = try SwiftletTensor.gradients(at: inputs) { inputs in
            zip(try gradient(inputs), path).map { ($0 * $1).sum() }.reduce(.scalar(0, in: context), +)
        }
        let steps = try [Self.step, -Self.step, 2 * Self.step, -2 * Self.step].map(gradient)
        var found: [Mismatch] = []
        for index in inputs.indices {
            let differences = inputs[index].elements.indices.map { element -> Double in
                let values = steps.map { Double($0[index][element]) }
                return (8 * (values[0] - values[1]) - (values[2] - values[3])) / (12 * Double(Self.step))
            }
            // Differences of large gradients are no more exact than these.
            let scale = max((differences + steps[0][index].map(Double.init)).map(abs).max() ?? 0, 1e-2)
            for (element, (gradient, difference)) in zip(second[index].elements, differences).enumerated()
            where !(abs(Double(gradient) - difference) <= Self.tolerance * scale) {
                found.append(Mismatch(input: index, element: element, gradient: gradient, difference: difference))
            }
        }
        return found
    }

    /// The gradients of the projected output at the `tracked` inputs; nil for the others.
    func gradients(
        _ inputs: [Tensor], tracked: [Int], _ direction: Tensor, _ operation: ([Tensor]) throws -> Tensor
    ) rethrows -> [Tensor?] {
        let tape = Tape()
        let arguments = inputs.enumerated().map { index, input in
            tracked.contains(index) ? tape.leaf(input) : input
        }
        let projection = (try operation(arguments) * direction).sum()
        return tape.gradients(of: projection, at: arguments)
    }

    private func differences(
        _ inputs: [Tensor], _ index: Int, _ direction: [Float], _ operation: ([Tensor]) throws -> Tensor
    ) rethrows -> [Double] {
        var inputs = inputs
        func projection(_ element: Int, _ offset: Float) throws -> Double {
            let original = inputs[index]
            defer { inputs[index] = original }
            inputs[index].withUnsafeMutableElements { $0[element] += offset }
            let output = try operation(inputs).elements
            return zip(output, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        return try (0..<inputs[index].count).map { element in
            let near = try projection(element, Self.step) - projection(element, -Self.step)
            let far = try projection(element, 2 * Self.step) - projection(element, -2 * Self.step)
            return (8 * near - far) / (12 * Double(Self.step))
        }
    }
}
