import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// What a model's bounds are on test pictures, in nats a picture.
public struct TestBounds: Codable, Equatable, Sendable {
    /// What the numbers are about: they cannot be compared with those of another setting.
    public var likelihood: Likelihood
    /// Test pictures that were judged: all, or the first of them.
    public var count: Int
    /// -ELBO, with one sample of z a picture.
    public var negativeElbo: Double
    /// -log p(x|y, z).
    public var reconstruction: Double
    /// KL(q(z|x, y) || p(z)).
    public var kl: Double
    /// Samples of the importance-weighted bound; nil if it was not asked for.
    public var importanceSamples: Int?
    /// The importance-weighted bound on -log p(x|y); nil if it was not asked for.
    public var negativeLogLikelihood: Double?

    /// Judges a model; `progress` is told how many pictures of the importance-weighted bound are done.
    ///
    /// Throws `InterruptedError` if a signal asks for it.
    public init(
        of model: PictureModel, on test: ImageSet, importanceSamples samples: Int, limit: Int? = nil,
        progress: (_ done: Int, _ count: Int) -> Void = { _, _ in }
    ) throws {
        let pictures = limit.map(test.prefix) ?? test
        let metrics = try BoundEvaluation.metrics(of: model, test: pictures)
        likelihood = model.likelihood
        count = pictures.count
        negativeElbo = metrics["loss"] ?? .nan
        reconstruction = metrics["reconstruction"] ?? .nan
        kl = metrics["kl"] ?? .nan
        guard samples > 0 else { return }
        let values = try ImportanceWeightedBound(of: model, samples: samples).logLikelihoods(
            of: .test(pictures, model.likelihood), count: pictures.count,
            random: RandomStream(seed: 0).child("test importance"), progress: { progress($0, pictures.count) })
        importanceSamples = samples
        negativeLogLikelihood = -values.reduce(0, +) / Double(values.count)
    }

    /// The numbers by name, with what they are about.
    var rows: [(name: String, value: String)] {
        var rows = [
            ("-ELBO", negativeElbo), ("reconstruction, -log p(x|y, z)", reconstruction), ("KL(q(z|x, y) || p(z))", kl),
        ]
        if let importanceSamples, let negativeLogLikelihood {
            rows.append(("-log p(x|y), \(importanceSamples) importance samples", negativeLogLikelihood))
        }
        return rows.map { (name: "\($0.0); \(likelihood.summary), \(count) test pictures", value: nats($0.1)) }
    }
}
