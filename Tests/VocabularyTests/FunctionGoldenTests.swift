import SwiftletTensor
import TestSupport
import Testing

/// An operation of a golden case.
typealias GoldenOperation = @Sendable (_ inputs: [Tensor], _ golden: GoldenCase) throws -> Tensor

@Suite("Values, gradients and gradients of gradients are PyTorch's")
struct FunctionGoldenTests {
    @Test(arguments: try GoldenFile.cases("functions", in: .module), ["reference", "auto"])
    func functions(_ golden: GoldenCase, kernels: String) throws {
        try expectDerivatives(golden, kernels, functionOperations)
    }

    @Test(arguments: try GoldenFile.cases("broadcasting", in: .module), ["reference", "auto"])
    func broadcasting(_ golden: GoldenCase, kernels: String) throws {
        try expectDerivatives(golden, kernels, broadcastingOperations)
    }

    @Test(arguments: try GoldenFile.cases("reductions", in: .module), ["reference", "auto"])
    func reductions(_ golden: GoldenCase, kernels: String) throws {
        try expectDerivatives(golden, kernels, reductionOperations)
    }

    @Test(arguments: try GoldenFile.cases("sorting", in: .module), ["reference", "auto"])
    func sorting(_ golden: GoldenCase, kernels: String) throws {
        try expectDerivatives(golden, kernels, sortingOperations)
    }

    @Test(arguments: try GoldenFile.cases("products", in: .module), ["reference", "auto"])
    func products(_ golden: GoldenCase, kernels: String) throws {
        try expectDerivatives(golden, kernels, productOperations)
    }

    @Test(arguments: try GoldenFile.cases("moves", in: .module), ["reference", "auto"])
    func moves(_ golden: GoldenCase, kernels: String) throws {
        try expectDerivatives(golden, kernels, moveOperations)
    }
}

/// Expects the value of a case, the gradients of sum(output * output_gradient), and the gradients of the sum of those times
/// `direction`, at the inputs and at the output's gradient.
private func expectDerivatives(
    _ golden: GoldenCase, _ kernels: String, _ operations: [String: GoldenOperation]
) throws {
    let context = try ComputeContext(threads: 2, kernels: kernels)
    let name = String(golden.name.prefix { $0 != " " && $0 != "|" })
    let operation = try #require(operations[name], "the golden file knows an operation '\(name)'")
    let inputs = try golden.inputs("input", in: context)
    let directions = try golden.inputs("direction", in: context)
    let outputGradient = try golden.tensor("output_gradient", in: context)

    expectClose(try operation(inputs, golden), try golden.golden("output"), "output")
    let first = try gradients(at: inputs) { (try operation($0, golden) * outputGradient).sum() }
    for (index, gradient) in first.enumerated() {
        expectClose(gradient, try golden.golden("gradient\(index)"), "gradient \(index)")
    }
    let second = try gradients(at: inputs + [outputGradient]) { arguments in
        let first = try gradients(at: Array(arguments.dropLast())) {
            (try operation($0, golden) * arguments.last!).sum()
        }
        return zip(first, directions).map { ($0 * $1).sum() }.reduce(Tensor.scalar(0, in: context), +)
    }
    for (index, gradient) in second.dropLast().enumerated() {
        // Terms of second derivatives cancel.
        expectClose(gradient, try golden.golden("second\(index)"), tolerance: 5e-5, "second gradient \(index)")
    }
    expectClose(second.last!, try golden.golden("second_output_gradient"), "second gradient at the output's")
}

extension GoldenCase {
    fileprivate func inputs(_ name: String, in context: ComputeContext) throws -> [Tensor] {
        try tensors.keys.filter { $0.hasPrefix(name) }.sorted().map { try tensor($0, in: context) }
    }

    /// The options axis0, axis1, ...
    var axes: [Int] { options.keys.filter { $0.hasPrefix("axis") }.sorted().map { Int(options[$0]!) } }
}
