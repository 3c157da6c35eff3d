import SwiftletAutodiff
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

    /// A discriminator with weights from N(0, 0.02), scales of batch norm from N(1, 0.02), and no bias at first.
    public init(_ configuration: ModelConfiguration, random: RandomStream, in context: ComputeContext) {
        self.configuration = configuration
        let isSpectral = configuration.discriminatorNorm == .spectral
        let widths = (0..<configuration.doublings).map { configuration.discriminatorWidth << $0 }
        var layers: [any Layer] = []
        func append(
            _ inputs: Int, _ outputs: Int, kernelSize: Int = 4, _ options: Convolution2dOptions = .halving,
            hasBatchNorm: Bool, random: RandomStream
        ) {
            layers.append(
                Conv2d(
                    inputs: inputs, outputs: outputs, kernelSize: Extent2d(kernelSize), options: options,
                    bias: isSpectral, activation: hasBatchNorm ? .identity : .leakyRelu(slope: Self.slope),
                    weightInitializer: .dcgan, biasInitializer: .zeros, spectralNorm: isSpectral, random: random,
                    in: context))
            if hasBatchNorm {
                layers.append(batchNorm(channels: outputs, random: random, in: context))
                layers.append(LeakyReLU(slope: Self.slope))
            }
        }
        for (index, channels) in zip([configuration.channels] + widths, widths).enumerated() {
            append(channels.0, channels.1, hasBatchNorm: !isSpectral && index > 0, random: random.child(index))
        }
        let head = random.child("logit")
        let width = widths[widths.count - 1]
        if let hiddenSize = configuration.hiddenSize {
            append(
                width, hiddenSize, kernelSize: configuration.baseSize, Convolution2dOptions(),
                hasBatchNorm: !isSpectral, random: random.child("hidden"))
            layers.append(Flatten())
            layers.append(
                Linear(
                    inputs: hiddenSize, outputs: 1, weightInitializer: .dcgan, biasInitializer: .zeros,
                    spectralNorm: isSpectral, random: head, in: context))
        } else if configuration.baseSize == 4 {
            layers.append(
                Conv2d(
                    inputs: width, outputs: 1, kernelSize: 4, bias: isSpectral, weightInitializer: .dcgan,
                    biasInitializer: .zeros, spectralNorm: isSpectral, random: head, in: context))
            layers.append(Flatten())
        } else {
            let features = width * configuration.baseSize * configuration.baseSize
            layers.append(Flatten())
            layers.append(
                Linear(
                    inputs: features, outputs: 1, weightInitializer: .dcgan, biasInitializer: .zeros,
                    spectralNorm: isSpectral, random: head, in: context))
        }
        self.layers = Sequential(layers)
    }

    /// Logits [count, 1] of pictures [count, channels, size, size] in -1...1: above 0 for those taken for real.
    public func callAsFunction(_ pictures: Variable, _ pass: Pass) -> Variable { layers(pictures, pass) }
}
