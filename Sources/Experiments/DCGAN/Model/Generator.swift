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

    /// A generator, whose weights are to be drawn from N(0, 0.02), and those of batch norm from N(1, 0.02).
    public init(_ configuration: ModelConfiguration) {
        self.configuration = configuration
        let widths = (0..<configuration.doublings).map {
            configuration.generatorWidth << (configuration.doublings - 1 - $0)
        }
        let inputs = [configuration.hiddenSize ?? configuration.latentSize] + widths
        let outputs = widths + [configuration.channels]
        var layers: [any Layer] = []
        func append(
            _ inputs: Int, _ outputs: Int, kernelSize: Int, stride: Size2D = 1, padding: Size2D = 0,
            isLast: Bool = false
        ) {
            layers.append(
                ConvTranspose2d(
                    inputs, outputs, kernelSize: Size2D(kernelSize), stride: stride, padding: padding, bias: false,
                    activation: isLast ? .tanh : .identity, weightInitializer: .dcgan))
            if !isLast {
                layers.append(BatchNorm2d(outputs, weightInitializer: .dcganNorm))
                layers.append(ReLU())
            }
        }
        if let hiddenSize = configuration.hiddenSize {
            append(configuration.latentSize, hiddenSize, kernelSize: 1)
        }
        for (index, channels) in zip(inputs, outputs).enumerated() {
            if index == 0 {
                append(channels.0, channels.1, kernelSize: configuration.baseSize)
            } else {
                append(
                    channels.0, channels.1, kernelSize: 4, stride: 2, padding: 1,
                    isLast: index == configuration.doublings)
            }
        }
        self.layers = Sequential(layers)
    }

    /// Pictures [count, channels, size, size] in -1...1 for noise [count, latent size].
    public func callAsFunction(_ noise: Tensor) -> Tensor {
        layers(noise.reshaped(to: [noise.shape[0], noise.shape[1], 1, 1]))
    }

    /// The context that it computes in.
    var context: ComputeContext { (layers.layers[0] as! ConvTranspose2d).weight.value.context }

    /// The layers of batch norm in order.
    var batchNorms: [BatchNormLayer] { layers.layers.compactMap { $0 as? BatchNormLayer } }
}

extension Initializer {
    /// N(0, 0.02), as all weights of Radford et al. 2015.
    static let dcgan = Initializer.normal(mean: 0, deviation: 0.02)
    /// N(1, 0.02), as the weights of batch norm there.
    static let dcganNorm = Initializer.normal(mean: 1, deviation: 0.02)
}
