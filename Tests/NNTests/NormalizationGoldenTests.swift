import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("Layer and group normalisation are those of PyTorch")
struct NormalizationGoldenTests {
    @Test(arguments: try GoldenFile.cases("norm", prefix: "layer", in: .module), kernelSelections)
    func layerNorm(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let sizes = (0..<4).compactMap { golden.options["size_\($0)"] }.map { Int($0) }
        let layer = LayerNorm(
            Shape(sizes), epsilon: Float(try golden.option("epsilon")), affine: try golden.option("affine") == 1,
            bias: try golden.option("bias") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("norm", prefix: "group", in: .module), kernelSelections)
    func groupNorm(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = GroupNorm(
            groups: try golden.size("size_0"), channels: try golden.size("size_1"),
            epsilon: Float(try golden.option("epsilon")), affine: try golden.option("affine") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test("Evaluation is the same as training, and parameters have PyTorch's names")
    func modesAndNames() throws {
        let context = try ComputeContext(threads: 1)
        let input = Tensor([1, 5, 2, 2, 0, 1], shape: [2, 3], in: context)
        let layer = try LayerNorm([3]).initialized(seed: 1, in: context)
        #expect(layer(Pass(.training)(input)).elements == layer(input).elements)
        #expect(try layer.stateDictionary().map(\.name) == ["weight", "bias"])
        #expect(try GroupNorm(groups: 1, channels: 3).namedParameters().map(\.name) == ["weight", "bias"])
    }
}
