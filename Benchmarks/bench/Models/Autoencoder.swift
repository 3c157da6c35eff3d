import SwiftletNN
import SwiftletTensor

/// Sizes of the pictures of `AutoencoderStep`.
enum PictureFormat {
    static let (side, pixels, classes) = (28, 784, 10)
}

/// An encoder and a decoder that are told the class of a picture.
protocol Autoencoder: Module {
    /// Number of latent variables.
    var latent: Int { get }
    /// Mean and log variance [rows, latent] of pictures [rows, 784] and classes [rows, 10].
    func encode(_ pictures: Tensor, _ classes: Tensor) -> (mean: Tensor, logVariance: Tensor)
    /// Logits of pixels [rows, 784] for latent variables and classes [rows, latent + 10].
    func decode(_ input: Tensor) -> Tensor
    /// Multiply-adds of each layer on one picture, and its passes in a step.
    var products: [(Int, StepCost.Passes)] { get }
}

/// Hidden layers of 400 and 20 latent variables.
final class LinearAutoencoder: Autoencoder {
    let latent = 20
    private static let hidden = 400
    private let encoder: Linear
    private let mean: Linear
    private let logVariance: Linear
    private let decoder: Linear
    private let output: Linear

    init() {
        func layer(_ inputs: Int, _ outputs: Int, _ activation: Activation = .identity) -> Linear {
            Linear(inputs, outputs, activation: activation)
        }
        encoder = layer(PictureFormat.pixels + PictureFormat.classes, Self.hidden, .relu)
        mean = layer(Self.hidden, latent)
        logVariance = layer(Self.hidden, latent)
        decoder = layer(latent + PictureFormat.classes, Self.hidden, .relu)
        output = layer(Self.hidden, PictureFormat.pixels)
    }

    func encode(_ pictures: Tensor, _ classes: Tensor) -> (mean: Tensor, logVariance: Tensor) {
        let features = encoder(Tensor.concatenated([pictures, classes], axis: 1))
        return (mean(features), logVariance(features))
    }

    func decode(_ input: Tensor) -> Tensor { output(decoder(input)) }

    var products: [(Int, StepCost.Passes)] {
        let (pixels, classes) = (PictureFormat.pixels, PictureFormat.classes)
        return [
            ((pixels + classes) * Self.hidden, .first), (2 * Self.hidden * latent, .all),
            ((latent + classes) * Self.hidden, .all), (Self.hidden * pixels, .all),
        ]
    }
}

/// Two halving convolutions on each side, of 32 and 64 channels, and 32 latent variables. The encoder sees each class as a
/// plane.
final class ConvolutionalAutoencoder: Autoencoder {
    let latent = 32
    private static let channels = (32, 64)
    private static let inner = 7
    private static let features = channels.1 * inner * inner
    private let convolutions: Sequential
    private let mean: Linear
    private let logVariance: Linear
    private let expansion: Linear
    private let transposed: Sequential

    init() {
        func linear(_ inputs: Int, _ outputs: Int, _ activation: Activation = .identity) -> Linear {
            Linear(inputs, outputs, activation: activation)
        }
        convolutions = Sequential(
            [(1 + PictureFormat.classes, Self.channels.0), Self.channels].map { channels in
                Conv2d(channels.0, channels.1, kernelSize: 4, stride: 2, padding: 1, activation: .relu)
            })
        mean = linear(Self.features, latent)
        logVariance = linear(Self.features, latent)
        expansion = linear(latent + PictureFormat.classes, Self.features, .relu)
        transposed = Sequential(
            [(Self.channels.1, Self.channels.0), (Self.channels.0, 1)].enumerated().map { index, channels in
                ConvTranspose2d(
                    channels.0, channels.1, kernelSize: 4, stride: 2, padding: 1,
                    activation: index == 0 ? .relu : .identity)
            })
    }

    func encode(_ pictures: Tensor, _ classes: Tensor) -> (mean: Tensor, logVariance: Tensor) {
        let (rows, side) = (pictures.shape[0], PictureFormat.side)
        let planes = classes.repeated(PictureFormat.pixels, alongNewAxis: 2).reshaped(
            to: [rows, PictureFormat.classes, side, side])
        let input = Tensor.concatenated([pictures.reshaped(to: [rows, 1, side, side]), planes], axis: 1)
        let features = convolutions(input).flattened()
        return (mean(features), logVariance(features))
    }

    func decode(_ input: Tensor) -> Tensor {
        let maps = expansion(input).reshaped(
            to: [input.shape[0], Self.channels.1, Self.inner, Self.inner])
        return transposed(maps).flattened()
    }

    var products: [(Int, StepCost.Passes)] {
        let (outer, inner) = (14 * 14 * 16, Self.inner * Self.inner * 16)
        let between = inner * Self.channels.0 * Self.channels.1
        return [
            (outer * (1 + PictureFormat.classes) * Self.channels.0, .first), (between, .all),
            (2 * Self.features * latent, .all), ((latent + PictureFormat.classes) * Self.features, .all),
            (between, .all), (outer * Self.channels.0, .all),
        ]
    }
}
