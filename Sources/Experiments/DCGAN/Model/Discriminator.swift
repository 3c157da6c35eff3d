import SwiftletNN
import SwiftletTensor

/// The discriminator of Radford et al. 2015: one halving after the other by convolutions of 4 × 4 with stride 2 under leaky
/// ReLU 0.2, batch norm behind all but the first, then one logit: from maps of 4 × 4 by a convolution, from maps of 7 × 7
/// by a linear layer.
///
/// A hidden layer, if there is one, comes before the logit: a convolution over whole maps, with batch norm and leaky ReLU.
///
/// With spectral norm there is no batch norm, convolutions have a bias in its place, and every weight is normalised.
public final class Discriminator: Module {
    /// All layers in order.
    public let layers: Sequential
    /// What defines it.
    public let configuration: ModelConfiguration

    private static let slope: Float = 0.2

    /// A discriminator, whose weights are to be drawn from N(0, 0.02), those of batch norm from N(1, 0.02), without bias at first.
    public init(_ configuration: ModelConfiguration) {
        self.configuration = configuration
        let isSpectral = configuration.discriminatorNorm == .spectral
        let widths = (0..<configuration.doublings).map { configuration.discriminatorWidth << $0 }
        var layers: [any Layer] = []
        func append(
            _ inputs: Int, _ outputs: Int, kernelSize: Int = 4, stride: Size2D = 2, padding: Size2D = 1,
            hasBatchNorm: Bool
        ) {
            layers.append(
                Conv2d(
                    inputs, outputs, kernelSize: Size2D(kernelSize), stride: stride, padding: padding, bias: isSpectral,
                    activation: hasBatchNorm ? .identity : .leakyRelu(slope: Self.slope), weightInitializer: .dcgan,
                    biasInitializer: .zeros, spectralNorm: isSpectral))
            if hasBatchNorm {
                layers.append(BatchNorm2d(outputs, weightInitializer: .dcganNorm))
                layers.append(LeakyReLU(slope: Self.slope))
            }
        }
        for (index, channels) in zip([configuration.channels] + widths, widths).enumerated() {
            append(channels.0, channels.1, hasBatchNorm: !isSpectral && index > 0)
        }
        let width = widths[widths.count - 1]
        if let hiddenSize = configuration.hiddenSize {
            append(
                width, hiddenSize, kernelSize: configuration.baseSize, stride: 1, padding: 0, hasBatchNorm: !isSpectral)
            layers.append(Flatten())
            layers.append(
                Linear(hiddenSize, 1, weightInitializer: .dcgan, biasInitializer: .zeros, spectralNorm: isSpectral))
        } else if configuration.baseSize == 4 {
            layers.append(
                Conv2d(
                    width, 1, kernelSize: 4, bias: isSpectral, weightInitializer: .dcgan, biasInitializer: .zeros,
                    spectralNorm: isSpectral))
            layers.append(Flatten())
        } else {
            let features = width * configuration.baseSize * configuration.baseSize
            layers.append(Flatten())
            layers.append(
                Linear(features, 1, weightInitializer: .dcgan, biasInitializer: .zeros, spectralNorm: isSpectral))
        }
        self.layers = Sequential(layers)
    }

    /// Logits [count, 1] of pictures [count, channels, size, size] in -1...1: above 0 for those taken for real.
    public func callAsFunction(_ pictures: Tensor) -> Tensor { layers(pictures) }
}
