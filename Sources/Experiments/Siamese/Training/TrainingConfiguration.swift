import ExperimentSupport
import SwiftletData
import SwiftletTrain

/// How the network is trained.
public struct TrainingConfiguration: Codable, Equatable, Sendable, StepConfiguration {
    /// Epochs; the network is the one after the last.
    public var epochs = 12
    /// Pairs a step, by turns of the same person and of different people.
    public var batchSize = 32
    /// Pairs an epoch.
    public var pairsPerEpoch = 1024
    /// Step size of Adam at the start; it falls along half a cosine to 0 at the end of the last epoch.
    public var learningRate: Float = 1e-3
    /// Decoupled decay of the weights by step and step size.
    public var weightDecay: Float = 0
    /// Distance beyond which a pair of different people costs nothing.
    public var margin: Float = 1
    /// Regularisation of the whitening that becomes part of the pooled network's last layer after training, as a share of the
    /// mean variance; nil for no whitening.
    public var whitening: Float? = 0.1
    /// What is done to a picture before the network sees it.
    public var augmentation = AugmentationConfiguration()
    /// Steps in all that may be passed over because their loss or a gradient is not finite.
    public var skipBadSteps = 0

    /// The defaults of the pooled network.
    public init() {}

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        try validateSteps()
        try requireCount(pairsPerEpoch, "--pairs-per-epoch", minimum: 2)
        for (count, flag) in [(batchSize, "--batch-size"), (pairsPerEpoch, "--pairs-per-epoch")] where count % 2 != 0 {
            throw RunError("\(flag) must be even, half of the pairs being of the same person, got \(count)")
        }
        try requireNotNegative(weightDecay, "--weight-decay")
        try requirePositive(margin, "--margin")
        if let whitening { try requirePositive(whitening, "--whitening") }
        try augmentation.validate()
    }

    /// Steps an epoch; the last one may have fewer pairs.
    var stepsPerEpoch: Int { (pairsPerEpoch + batchSize - 1) / batchSize }
}
