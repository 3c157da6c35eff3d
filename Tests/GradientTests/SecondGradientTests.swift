import Foundation
import SwiftletTensor
import TestSupport
import Testing

/// Kernel selections that the goldens are checked with.
let kernelSelections = ["reference", "auto"]

@Suite("Gradients of gradients are those of PyTorch's double backward and of central differences")
struct SecondGradientTests {
    private func expect(
        _ golden: GoldenCase, _ kernels: String, _ function: (CaseFunctions) throws -> DoubleBackward.Function
    ) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        try golden.expect(function(CaseFunctions(golden: golden, context: context)), in: context)
    }

    @Test(arguments: try GoldenFile.cases("convolution", in: .module), kernelSelections)
    func convolutions(_ golden: GoldenCase, kernels: String) throws {
        try expect(golden, kernels) { try $0.convolution() }
    }

    @Test(arguments: try GoldenFile.cases("product", in: .module), kernelSelections)
    func products(_ golden: GoldenCase, kernels: String) throws { try expect(golden, kernels) { try $0.product() } }

    @Test(arguments: try GoldenFile.cases("pool", in: .module), kernelSelections)
    func pools(_ golden: GoldenCase, kernels: String) throws { try expect(golden, kernels) { try $0.pool() } }

    @Test(arguments: try GoldenFile.cases("norm", in: .module), kernelSelections)
    func norms(_ golden: GoldenCase, kernels: String) throws { try expect(golden, kernels) { try $0.norm() } }

    @Test(arguments: try GoldenFile.cases("elementwise", in: .module), kernelSelections)
    func functions(_ golden: GoldenCase, kernels: String) throws {
        try expect(golden, kernels) { try $0.elementwise() }
    }

    @Test(arguments: try GoldenFile.cases("reduction", in: .module), kernelSelections)
    func reductions(_ golden: GoldenCase, kernels: String) throws { try expect(golden, kernels) { try $0.reduction() } }

    @Test(arguments: try GoldenFile.cases("shape", in: .module), kernelSelections)
    func shapes(_ golden: GoldenCase, kernels: String) throws { try expect(golden, kernels) { try $0.shape() } }

    @Test(arguments: try GoldenFile.cases("loss", in: .module), kernelSelections)
    func losses(_ golden: GoldenCase, kernels: String) throws { try expect(golden, kernels) { try $0.loss() } }

    /// A square whose first derivative is right and whose second is 0, as the derivative holds a constant.
    @Test func aWrongSecondDerivativeIsFound() throws {
        let context = try ComputeContext(threads: 1)
        func check(_ derivative: @escaping (Tensor) -> Tensor) throws -> String? {
            let x = Tensor([0.5, -1.5, 2], in: context)
            return try DoubleBackward(
                inputs: [x], outputWeights: .full([3], 0.5, in: context), directions: [.full([3], 0.5, in: context)]
            ) { inputs in
                let x = inputs[0]
                return Tape.record(x.detached.squared(), from: [x]) { [$0 * derivative(x) * 2] }
            }.mismatch()
        }
        #expect(try check { $0 } == nil)
        #expect(try check { $0.detached } != nil)
        // One that is only a little off.
        #expect(try check { $0 * 0.95 + $0.detached * 0.05 } != nil)
    }

    @Test func dropoutDropsTheSameAgain() throws {
        let context = try ComputeContext(threads: 2)
        var random = RandomStream(seed: 5)
        func uniform(_ shape: Shape) -> Tensor { .uniform(shape, -1, 1, using: &random, in: context) }
        let check = DoubleBackward(
            inputs: [uniform([3, 4])], outputWeights: uniform([3, 4]), directions: [uniform([3, 4])]
        ) { inputs in
            var drops = RandomStream(seed: 6)
            return inputs[0].squared().dropout(rate: 0.5, using: &drops).tanh()
        }
        #expect(try check.mismatch() == nil)
        let dropped = try check.secondGradients()[0].elements.count { $0 == 0 }
        #expect(dropped > 0 && dropped < 12)
    }
}
