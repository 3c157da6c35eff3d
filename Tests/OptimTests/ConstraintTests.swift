import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@Suite("Gradient clipping and the max-norm constraint")
struct ConstraintTests {
    @Test(
        "Clipping is PyTorch's, and returns the norm before it",
        arguments: try GoldenFile.cases("constraint", prefix: "clip", in: .module))
    func clipping(_ golden: GoldenCase) throws {
        let context = try ComputeContext(threads: 1)
        let first = try golden.tensor("first", in: context)
        let second = try golden.tensor("second", in: context)
        let pair = Pair(.zeros(first.shape, in: context), .zeros(second.shape, in: context))
        var gradients = try pair.gradients(first, second)
        let norm = gradients.clip(toGlobalNorm: Float(try golden.option("maximum")))
        expectClose(Tensor([norm], in: context), try golden.golden("norm"), "norm")
        expectClose(try #require(gradients["first"]), try golden.golden("first_clipped"), "first")
        expectClose(try #require(gradients["second"]), try golden.golden("second_clipped"), "second")
    }

    @Test(
        "Long rows are scaled down, others stay",
        arguments: try GoldenFile.cases("constraint", prefix: "max-norm", in: .module), ["reference", "auto"])
    func maxNorm(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let pair = Pair(try golden.tensor("matrix", in: context), .full([2], 100, in: context))
        let constraint = try MaxNormConstraint(Float(try golden.option("maximum")), on: ["first"], of: pair)
        constraint.apply()
        expectClose(pair.first.value, try golden.golden("limited"), "limited")
        #expect(pair.second.value.elements == [100, 100])
        pair.first.isTrainable = false
        let before = pair.first.value.elements
        try MaxNormConstraint(1e-3, on: ["first"], of: pair).apply()
        #expect(pair.first.value.elements == before)
    }

    @Test("A name that is not there, a vector and a bad maximum are refused")
    func misuse() throws {
        let context = try ComputeContext(threads: 1)
        let pair = Pair(.ones([2, 2], in: context), .ones([2], in: context))
        let unknown = #expect(throws: OptimizerError.self) { try MaxNormConstraint(3, on: ["third"], of: pair) }
        #expect(unknown?.description.contains("there are first, second") == true)
        #expect(throws: OptimizerError.self) { try MaxNormConstraint(3, on: ["second"], of: pair) }
        for maximum in [0, -1, Float.nan] {
            #expect(throws: OptimizerError.self) { try MaxNormConstraint(maximum, on: ["first"], of: pair) }
        }
    }
}
