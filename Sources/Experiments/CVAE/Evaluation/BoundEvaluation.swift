import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// The evidence lower bound on pictures, with one sample of z for each.
public enum BoundEvaluation {
    /// Means over the pictures, in nats: `reconstruction`, `kl`, and as `loss` their sum with the divergence weighted by
    /// beta. Throws `InterruptedError` if a signal asks for it.
    public static func metrics(
        of model: PictureModel, _ batches: Prefetcher<PictureBatch>, beta: Float = 1
    ) throws -> Metrics {
        var metrics = Metrics()
        for batch in batches {
            try Interruption.check()
            metrics.add(model.evidenceLowerBound(try batch.get()).metrics(beta: beta))
        }
        return metrics
    }

    /// The same over all test pictures, in their fixed draw and with noise that does not depend on a run's seed.
    public static func metrics(of model: PictureModel, test: ImageSet) throws -> Metrics {
        let batcher = PictureBatcher(
            .test(test, model.likelihood), latent: model.configuration.latent, batchSize: 500)
        return try metrics(
            of: model, batcher.batches(of: Array(0..<test.count), random: RandomStream(seed: 0).child("test bound")))
    }
}
