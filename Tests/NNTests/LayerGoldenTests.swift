import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("Layers compute what PyTorch computes")
struct LayerGoldenTests {
    private let random = RandomStream(seed: 7)

    @Test(arguments: try GoldenFile.cases("linear", in: .module), kernelSelections)
    func linear(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = Linear(try golden.size("inputs"), try golden.size("outputs"), bias: try golden.option("bias") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("conv1d", in: .module), kernelSelections)
    func conv1d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = Conv1d(
            try golden.size("in_channels"), try golden.size("out_channels"), kernelSize: try golden.size("kernel"),
            stride: try golden.size("stride"), padding: try golden.size("padding"),
            dilation: try golden.size("dilation"), groups: try golden.size("groups"),
            bias: try golden.option("bias") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("conv-transpose1d", in: .module), kernelSelections)
    func convTranspose1d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = ConvTranspose1d(
            try golden.size("in_channels"), try golden.size("out_channels"), kernelSize: try golden.size("kernel"),
            stride: try golden.size("stride"), padding: try golden.size("padding"),
            outputPadding: try golden.size("output_padding"), dilation: try golden.size("dilation"),
            groups: try golden.size("groups"), bias: try golden.option("bias") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("conv2d", in: .module), kernelSelections)
    func conv2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = Conv2d(
            try golden.size("in_channels"), try golden.size("out_channels"), kernelSize: try golden.extent("kernel"),
            stride: try golden.extent("stride"), padding: try golden.extent("padding"),
            dilation: try golden.extent("dilation"), groups: try golden.size("groups"),
            bias: try golden.option("bias") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("reflection-pad2d", in: .module), kernelSelections)
    func reflectionPad2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = ReflectionPad2d(
            Padding2d(
                top: try golden.size("top"), bottom: try golden.size("bottom"), left: try golden.size("left"),
                right: try golden.size("right")))
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("conv-transpose2d", in: .module), kernelSelections)
    func convTranspose2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = ConvTranspose2d(
            try golden.size("in_channels"), try golden.size("out_channels"), kernelSize: try golden.extent("kernel"),
            stride: try golden.extent("stride"), padding: try golden.extent("padding"),
            outputPadding: try golden.extent("output_padding"), dilation: try golden.extent("dilation"),
            groups: try golden.size("groups"), bias: try golden.option("bias") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("batch-norm", in: .module), kernelSelections)
    func batchNorm(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let shape = try golden.golden("input").shape
        let (epsilon, momentum) = (Float(try golden.option("epsilon")), Float(try golden.option("momentum")))
        let layer: BatchNormLayer =
            shape.count == 4
            ? BatchNorm2d(shape[1], epsilon: epsilon, momentum: momentum)
            : BatchNorm1d(shape[1], epsilon: epsilon, momentum: momentum)
        let mode: Pass.Mode = try golden.option("training") == 1 ? .training : .evaluation
        try expectGolden(layer, golden, mode: mode, in: context)
        for (name, buffer) in try layer.namedBuffers() {
            expectClose(buffer.value, try golden.golden("\(name)_after"), name)
        }
    }

    @Test(arguments: try GoldenFile.cases("embedding", in: .module), kernelSelections)
    func embedding(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let padding = try golden.size("padding_index")
        let layer = Embedding(
            table: try golden.tensor("weight", in: context), paddingIndex: padding < 0 ? nil : padding)
        let indices = try golden.integers("input", in: context)
        let outputGradient = (try golden.tensor("output_gradient", in: context))
        var output: Tensor?
        let (_, gradients) = try valueAndGradients(of: layer, random: random) { pass in
            let rows = try layer(pass(indices))
            output = rows.detached
            return (rows * outputGradient).sum()
        }
        expectClose(try #require(output), try golden.golden("output"), "output")
        expectClose(try #require(gradients["weight"]), try golden.golden("weight_gradient"), "gradient of weight")
    }

    @Test(arguments: try GoldenFile.cases("activation", in: .module), kernelSelections)
    func activation(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layers: [String: any Layer] = [
            "relu": ReLU(), "leaky_relu": LeakyReLU(slope: Float(try golden.option("negative_slope"))),
            "sigmoid": Sigmoid(), "tanh": Tanh(), "softplus": Softplus(), "silu": SiLU(), "gelu": GELU(),
            "gelu_tanh": GELU(.tanh),
        ]
        let layer: any Layer = try #require(layers[golden.name])
        try expectGolden(layer, golden, in: context)
    }
}
