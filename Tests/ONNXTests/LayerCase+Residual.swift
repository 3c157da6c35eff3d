import SwiftletNN
import SwiftletTensor

extension LayerCase {
    /// Bodies beside what they are added to.
    static var residual: [LayerCase] {
        func convolution(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1) -> Conv2d {
            Conv2d(
                inputs, outputs, kernelSize: Size2D(height: kernel, width: kernel),
                stride: Size2D(height: stride, width: stride), padding: Size2D(height: kernel / 2, width: kernel / 2))
        }
        let block = Residual(
            Sequential(
                convolution(2, 4, kernel: 3, stride: 2), GroupNorm(groups: 2, channels: 4), SiLU(),
                convolution(4, 4, kernel: 3)), shortcut: convolution(2, 4, kernel: 1, stride: 2), activation: .relu)
        return [
            LayerCase("residual", Residual(Linear(4, 4)), [4]),
            LayerCase("residual, leaky relu", Residual(Tanh(), activation: .leakyRelu(slope: 0.3)), [2, 5]),
            LayerCase("residual with a shortcut", block, [2, 6, 5]),
            LayerCase(
                "linear behind what keeps the axes",
                Sequential(
                    LayerNorm([6]), Residual(GELU()), GroupNorm(groups: 2, channels: 4),
                    AdaptiveMaxPool1d(3), Linear(3, 2)), [4, 6]),
            LayerCase(
                "residuals in a network",
                Sequential(
                    block, Residual(Residual(GELU(.tanh)), shortcut: Sigmoid()), AdaptiveAveragePool2d(2),
                    Flatten(), LayerNorm([16]), Linear(16, 3)
                ), [2, 8, 8]),
        ]
    }
}
