import SwiftletNN
import SwiftletTensor

/// A conditional VAE together with what it was made for: pictures of a format, treated in one way.
public struct PictureModel {
    /// What defines the network.
    public let configuration: ModelConfiguration
    /// The pictures.
    public let format: PictureFormat
    /// How grey levels are treated.
    public let likelihood: Likelihood
    /// The network.
    public let network: ConditionalVAE
    /// Where it computes.
    public let context: ComputeContext

    /// A model with weights drawn from `random`. Throws `RunError` if the network is not for pictures of this format.
    public init(
        _ configuration: ModelConfiguration, _ format: PictureFormat, _ likelihood: Likelihood, random: RandomStream,
        in context: ComputeContext
    ) throws {
        try configuration.validate(for: format)
        self.configuration = configuration
        self.format = format
        self.likelihood = likelihood
        self.context = context
        network = try ConditionalVAE(configuration, format).initialized(random: random, in: context)
    }

    /// The evidence lower bound of each picture of a batch, with the batch's noise; as part of a training step if there is one.
    public func evidenceLowerBound(_ batch: PictureBatch, _ pass: Pass? = nil) -> EvidenceLowerBound {
        let pictures = batch.pictureTensor(in: context)
        return network.evidenceLowerBound(
            pass?(pictures) ?? pictures, classes: oneHot(batch.labels, classes: format.classCount, in: context),
            noise: batch.noiseTensor(in: context))
    }
}
