import ExperimentSupport
import SwiftletTrain

/// What `evaluate` measures; `config.json` of its run directory.
public struct EvaluationConfiguration: Equatable, RunConfiguration {
    /// The model that is judged.
    public var checkpoint: String
    /// The pictures that it is judged on, and those that the judging classifier is trained on.
    public var data: DataConfiguration
    /// Samples a picture of the importance-weighted bound; 0 leaves it out.
    public var importanceSamples = 100
    /// Most test pictures for the bounds; nil for all.
    public var limit: Int?
    /// Generated pictures of each class that a classifier judges; 0 leaves the judgement out.
    public var generatedPerClass = 1000
    /// Whether a classifier is also trained on generated pictures and tested on real ones.
    public var trainsOnGenerated = true
    /// The latent variables of generated pictures and the training of classifiers follow from it; the noise of the bounds is
    /// always the same, so that models are compared on equal terms.
    public var seed: UInt64 = 1
    /// Threads; 0 for one a processor.
    public var threads = 0
    /// Kernel variants.
    public var kernels = "auto"

    /// The defaults for a checkpoint and its data.
    public init(checkpoint: String, data: DataConfiguration) {
        self.checkpoint = checkpoint
        self.data = data
    }

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        try data.validate()
        try requireCount(importanceSamples, "--importance-samples", minimum: 0, maximum: 1_000_000)
        if let limit { try requireCount(limit, "--limit") }
        try requireCount(generatedPerClass, "--generated", minimum: 0, maximum: 100_000)
    }
}
