import ExperimentSupport
import SwiftletOptim
import SwiftletTrain

/// How the network is trained.
public struct TrainingConfiguration: Codable, Equatable, Sendable, ScheduleConfiguration, SkippingConfiguration {
    /// Most epochs.
    public var epochs = 12
    /// Sentences a step.
    public var batchSize = 50
    /// Update rule.
    public var optimizer = OptimizerKind.adam
    /// Step size at the start; nil for the customary one of the optimizer.
    public var learningRate: Float? = 2e-3
    /// How the step size changes.
    public var schedule = LearningRateDecay.constant
    /// Steps before the full step size is reached.
    public var warmUpSteps = 0
    /// Epochs between two decays of the step schedule.
    public var decayEpochs = 5
    /// What the step schedule multiplies the step size with.
    public var decayFactor: Float = 0.5
    /// Decay of the trained parameters: decoupled for AdamW, else added to the gradient.
    public var weightDecay: Float = 0
    /// Largest norm of a row of the output weights; nil for no constraint.
    public var maximumNorm: Float?
    /// Largest norm of all gradients together; nil for no clipping.
    public var clipNorm: Float?
    /// Decay of the moving average of the parameters that the model is judged by; nil to judge the parameters themselves.
    public var averageDecay: Float? = 0.99
    /// Epochs without a better accuracy on the development part before training stops; nil to train all epochs.
    public var patience: Int? = 3
    /// Batches that are sorted by length together.
    public var bucketBatches = 20
    /// Steps in all that may be passed over because their loss or a gradient is not finite.
    public var skipBadSteps = 0

    /// The defaults.
    public init() {}

    /// Throws `RunError` that names the first setting that makes no sense, by its flag if it has one.
    public func validate() throws {
        try requireCount(epochs, "--epochs")
        try requireCount(batchSize, "--batch-size")
        if let learningRate { try requirePositive(learningRate, "--learning-rate") }
        try requireCount(warmUpSteps, "--warm-up-steps", minimum: 0)
        try validateSchedule()
        try requireNotNegative(weightDecay, "--weight-decay")
        if let maximumNorm { try requirePositive(maximumNorm, "--max-norm") }
        if let clipNorm { try requirePositive(clipNorm, "--clip-norm") }
        if let patience { try requireCount(patience, "--patience") }
        try validateSkipping()
        try requireCount(bucketBatches, "bucketBatches")
    }
}
