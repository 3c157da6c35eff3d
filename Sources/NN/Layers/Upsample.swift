import SwiftletTensor

/// Images in another size: [N, C, H, W] to [N, C, height, width], as `torch.nn.Upsample`.
public final class Upsample: Layer {
    /// The size that images get.
    public let scale: ImageScale
    /// How values between pixels are found.
    public let interpolation: Interpolation

    /// A layer that gives images so many times the height and width, rounded down.
    public init(scaleFactor: Double, _ interpolation: Interpolation = .nearest) {
        require(scaleFactor > 0, "Upsample: the scale factor must be above 0, got \(scaleFactor)")
        scale = .factor(scaleFactor)
        self.interpolation = interpolation
    }

    /// A layer that gives images a height and a width.
    public init(size: Size2D, _ interpolation: Interpolation = .nearest) {
        require(min(size.height, size.width) > 0, "Upsample: images of \(size) have no pixels")
        scale = .size(size)
        self.interpolation = interpolation
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.interpolated(to: scale, interpolation) }
    }
}
