import SwiftletTensor

/// Channels as pixels (Shi et al. 2016): [N, C * f * f, H, W] to [N, C, H * f, W * f] for a factor f, as
/// `torch.nn.PixelShuffle`.
public final class PixelShuffle: Layer {
    /// How many times as many rows and columns there are.
    public let factor: Int

    /// A layer that makes images `factor` times as high and wide.
    public init(_ factor: Int) {
        require(1...32768 ~= factor, "PixelShuffle: the factor must be in 1...32768, got \(factor)")
        self.factor = factor
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            let shape = input.shape
            require(
                shape.rank == 4 && shape[1] % (factor * factor) == 0,
                "PixelShuffle: expected an input [N, C, H, W] with a multiple of \(factor * factor) channels, got "
                    + "\(shape)"
            )
            let (channels, height, width) = (shape[1] / (factor * factor), shape[2], shape[3])
            return input.reshaped(to: [shape[0], channels, factor, factor, height, width]).permuted([0, 1, 4, 2, 5, 3])
                .reshaped(to: [shape[0], channels, height * factor, width * factor])
        }
    }
}
