import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor

/// The generator of Radford et al. 2015: noise, a transposed convolution to maps of 4 × 4 or 7 × 7, then one doubling after the
/// other by transposed convolutions of 4 × 4 with stride 2; batch norm and ReLU behind all but the last, which ends in tanh.
///
/// A hidden layer, if there is one, comes first: a convolution too, as noise is a map of one position.
public final class Generator: Module {
    /// All layers in order.
    public let layers: Sequential
    /// What defines it.
    public let configuration: ModelConfiguration

    /// A generator with weights from N(0, 0.02), and scales of batch norm from N(1, 0.02).
    public init(_ configuration: ModelConfiguration, random: RandomStream, in context: ComputeContext) {
        self.configuration = configuration
        self.context = context
        let widths = (0..<configuration.doublings).map {
            configuration.generatorWidth << (configuration.doublings - 1 - $0)
        }
        let inputs = [configuration.hiddenSize ?? configuration.latentSize] + widths
        let outputs = widths + [configuration.channels]
        var layers: [any Layer] = []
        func append(
            _ inputs: Int, _ outputs: Int, kernelSize: Int, _ options: Convolution2dOptions = Convolution2dOptions(),
            isLast: Bool = false, random: RandomStream
        ) {
            layers.append(
                ConvTranspose2d(
                    inputs: inputs, outputs: outputs, kernelSize: Extent2d(kernelSize), options: options, bias: false,
                    activation: isLast ? .tanh : .identity, weightInitializer: .dcgan, random: random, in: context))
            if !isLast {
                layers.append(batchNorm(channels: outputs, random: random, in: context))
                layers.append(ReLU())
            }
        }
        if let hiddenSize = configuration.hiddenSize {
            append(configuration.latentSize, hiddenSize, kernelSize: 1, random: random.child("hidden"))
        }
        for (index, channels) in zip(inputs, outputs).enumerated() {
            let random = random.child(index)
            if index == 0 {
                append(channels.0, channels.1, kernelSize: configuration.baseSize, random: random)
            } else {
                append(
                    channels.0, channels.1, kernelSize: 4, .halving, isLast: index == configuration.doublings,
                    random: random)
            }
        }
        self.layers = Sequential(layers)
    }

    /// Pictures [count, channels, size, size] in -1...1 for noise [count, latent size].
    public func callAsFunction(_ noise: Variable, _ pass: Pass) -> Variable {
        layers(noise.reshaped(to: [noise.shape[0], noise.shape[1], 1, 1]), pass)
    }

    /// The context that it computes in.
    let context: ComputeContext

    /// The layers of batch norm in order.
    var batchNorms: [BatchNormLayer] { layers.layers.compactMap { $0 as? BatchNormLayer } }
}

extension Initializer {
    /// N(0, 0.02), as all weights of Radford et al. 2015.
    static let dcgan = Initializer.normal(mean: 0, deviation: 0.02)
}

extension Convolution2dOptions {
    /// Halves a map with filters of 4 × 4; doubles it in the transposed form.
    static let halving = Convolution2dOptions(stride: 2, padding: 1)
}

/// Batch norm with scales from N(1, 0.02).
func batchNorm(channels: Int, random: RandomStream, in context: ComputeContext) -> BatchNorm2d {
    let layer = BatchNorm2d(channels: channels, in: context)
    var random = random.child("batch norm")
    layer.weight.value = .normal([channels], mean: 1, deviation: 0.02, using: &random, in: context)
    return layer
}
