import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import SwiftletTrain

/// One training step after the other: gradients, update, averaging.
final class CVAETrainer: SingleModelTrainer {
    let stepsPerEpoch: Int
    private let model: PictureModel
    private let configuration: TrainingConfiguration
    let optimizer: Optimizer
    let average: ExponentialMovingAverage?
    var module: any Module { model.network }

    init(_ model: PictureModel, _ configuration: TrainingConfiguration, stepsPerEpoch: Int) throws {
        self.model = model
        self.configuration = configuration
        self.stepsPerEpoch = stepsPerEpoch
        optimizer = Adam(
            learningRate: configuration.learningRates(
                base: configuration.learningRate, stepsPerEpoch: stepsPerEpoch))
        average = try configuration.averageDecay.map { try ExponentialMovingAverage(decay: $0, of: model.network) }
    }

    /// Trains on a batch; the objective and its two parts, in nats a picture, before the update.
    func step(_ batch: PictureBatch) throws -> Metrics {
        let beta = configuration.divergenceWeight(atStep: optimizer.stepCount, stepsPerEpoch: stepsPerEpoch)
        var metrics = Metrics()
        // Nothing is drawn in the pass itself: the noise comes with the batch.
        let (_, gradients) = try finiteValueAndGradients(
            of: model.network, random: RandomStream(seed: 0), checksGradients: configuration.skipBadSteps > 0
        ) { pass in
            let bound = model.evidenceLowerBound(batch, pass)
            metrics = bound.metrics(beta: beta)
            return bound.loss(beta: beta)
        }
        optimizer.step(gradients)
        average?.update()
        return metrics
    }
}

extension EvidenceLowerBound {
    /// Means over the examples: `reconstruction` is -log p(x|y, z), `kl` the divergence, `loss` their sum with the
    /// divergence weighted by beta.
    func metrics(beta: Float) -> Metrics {
        let reconstruction = -Double(logLikelihood.mean().item)
        let divergence = Double(self.divergence.mean().item)
        return Metrics(
            means: [
                "loss": reconstruction + Double(beta) * divergence, "reconstruction": reconstruction, "kl": divergence,
            ], count: logLikelihood.count)
    }
}
