import SwiftletNN
import SwiftletTensor

extension LayerCase {
    /// Bodies beside what they are added to.
    static func residual(in context: ComputeContext) -> [LayerCase] {
        let random = RandomStream(seed: 7)
        func convolution(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1) -> Conv2d {
            Conv2d(
                inputs: inputs, outputs: outputs, kernelSize: Extent2d(height: kernel, width: kernel),
                options: Convolution2dOptions(
                    stride: Extent2d(height: stride, width: stride),
                    padding: Extent2d(height: kernel / 2, width: kernel / 2)),
                random: random.child("\(inputs) \(outputs) \(kernel)"), in: context)
        }
        let block = Residual(
            Sequential(
                convolution(2, 4, kernel: 3, stride: 2), GroupNorm(groups: 2, channels: 4, in: context), SiLU(),
                convolution(4, 4, kernel: 3)), shortcut: convolution(2, 4, kernel: 1, stride: 2), activation: .relu)
        return [
            LayerCase("residual", Residual(Linear(inputs: 4, outputs: 4, random: random, in: context)), [4]),
            LayerCase("residual, leaky relu", Residual(Tanh(), activation: .leakyRelu(slope: 0.3)), [2, 5]),
            LayerCase("residual with a shortcut", block, [2, 6, 5]),
            LayerCase(
                "linear behind what keeps the axes",
                Sequential(
                    LayerNorm([6], in: context), Residual(GELU()), GroupNorm(groups: 2, channels: 4, in: context),
                    AdaptiveMaxPool1d(3), Linear(inputs: 3, outputs: 2, random: random, in: context)), [4, 6]),
            LayerCase(
                "residuals in a network",
                Sequential(
                    block, Residual(Residual(GELU(.tanh)), shortcut: Sigmoid()), AdaptiveAveragePool2d(2),
                    Flatten(), LayerNorm([16], in: context), Linear(inputs: 16, outputs: 3, random: random, in: context)
                ), [2, 8, 8]),
        ]
    }
}
