import SwiftletNN
import SwiftletTensor

/// A conditional variational autoencoder (Kingma and Welling 2014; Sohn et al. 2015): an encoder q(z|x, y) = N(mean,
/// diag(exp(log variance))), a decoder p(x|y, z) of independent Bernoulli pixels, and the prior p(z) = N(0, I).
///
/// Pictures are [examples, pixels] with values from 0 to 1, classes [examples, classes] one-hot.
public final class ConditionalVAE: Module {
    let encoder: any PictureEncoder
    let mean: Linear
    let logVariance: Linear
    let decoder: any PictureDecoder
    let conditioning: Conditioning

    /// A network without weights. The configuration must fit the format (`validate(for:)`).
    public init(_ configuration: ModelConfiguration, _ format: PictureFormat) {
        switch configuration.kind {
        case .mlp:
            encoder = LinearEncoder(configuration, format)
            decoder = LinearDecoder(configuration, format)
        case .conv:
            encoder = ConvolutionalEncoder(configuration, format)
            decoder = ConvolutionalDecoder(configuration, format)
        }
        conditioning = configuration.conditioning
        mean = Linear(encoder.featureCount, configuration.latent)
        logVariance = Linear(encoder.featureCount, configuration.latent)
    }

    /// The parameters of q(z|x, y), each [examples, latent].
    public func encode(
        _ pictures: Tensor, classes: Tensor
    ) -> (mean: Tensor, logVariance: Tensor) {
        let features = encoder(pictures, classes: classes)
        return (mean(features), logVariance(features))
    }

    /// The logits [examples, pixels] of p(x|y, z) for `latent` [examples, latent].
    public func decode(_ latent: Tensor, classes: Tensor) -> Tensor {
        let style = conditioning == .product ? products(latent, classes) : latent
        return decoder(Tensor.concatenated([style, classes], axis: 1))
    }

    /// Each latent variable times each class: [examples, classes * latent]. All but one in `classes` of them are 0, so the
    /// others are scaled up to give the next layer the same variance as without products.
    private func products(_ latent: Tensor, _ classes: Tensor) -> Tensor {
        let (count, dimension, classCount) = (latent.shape[0], latent.shape[1], classes.shape[1])
        let selection = (classes * Float(classCount).squareRoot()).repeated(dimension, alongNewAxis: 2)
        return (latent.repeated(classCount, alongNewAxis: 1) * selection)
            .reshaped(to: [count, classCount * dimension])
    }

    /// The evidence lower bound of each picture with one sample of z, mean + s * noise; `noise` is [examples, latent].
    public func evidenceLowerBound(
        _ pictures: Tensor, classes: Tensor, noise: Tensor
    ) -> EvidenceLowerBound {
        let (mean, logVariance) = encode(pictures, classes: classes)
        let latent = reparametrized(mean: mean, logVariance: logVariance, noise: noise)
        let logits = decode(latent, classes: classes)
        return EvidenceLowerBound(
            logLikelihood: bernoulliLogLikelihood(logits: logits, targets: pictures),
            divergence: gaussianKLDivergence(mean: mean, logVariance: logVariance))
    }
}
