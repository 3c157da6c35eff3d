import ExperimentSupport
import SwiftletTrain

/// How the network is trained, by Adam.
public struct TrainingConfiguration: Codable, Equatable, Sendable, StepConfiguration, ScheduleConfiguration {
    /// Epochs.
    public var epochs = 12
    /// Pictures a step.
    public var batchSize = 128
    /// Step size at the start.
    public var learningRate: Float = 1e-3
    /// How the step size changes.
    public var schedule = LearningRateDecay.cosine
    /// Epochs between two decays of the step schedule.
    public var decayEpochs = 10
    /// What the step schedule multiplies the step size with.
    public var decayFactor: Float = 0.5
    /// Weight of the divergence in the objective; 1 makes it the evidence lower bound.
    public var beta: Float = 1
    /// Epochs over which the weight of the divergence moves from its first value to beta.
    public var warmUpEpochs = 2
    /// The weight of the divergence before the warm-up.
    public var initialBeta: Float = 3
    /// Decay of the moving average of the parameters that the model is judged by; nil to judge the parameters themselves.
    public var averageDecay: Float? = 0.999
    /// Steps in all that may be passed over because their loss or a gradient is not finite.
    public var skipBadSteps = 0

    /// The defaults.
    public init() {}

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        try validateSteps()
        try validateSchedule()
        try requireNotNegative(beta, "--beta")
        try requireCount(warmUpEpochs, "--warm-up-epochs", minimum: 0)
        try requireNotNegative(initialBeta, "--initial-beta")
    }

    /// The weight of the divergence in a step, counted from 0: it moves evenly and reaches beta at the end of the warm-up.
    func divergenceWeight(atStep step: Int, stepsPerEpoch: Int) -> Float {
        let warmUpSteps = warmUpEpochs * stepsPerEpoch
        if step >= warmUpSteps { return beta }
        return initialBeta + (beta - initialBeta) * Float(step + 1) / Float(warmUpSteps + 1)
    }
}
