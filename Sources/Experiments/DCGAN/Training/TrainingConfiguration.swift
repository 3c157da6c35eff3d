import ExperimentSupport
import SwiftletNN

/// How the two networks are trained.
public struct TrainingConfiguration: Codable, Equatable, Sendable {
    /// Passes over the training pictures.
    public var epochs = 10
    /// Pictures a step, real and generated each.
    public var batchSize = 64
    /// Step size of Adam for the generator.
    public var learningRate: Float = 2e-4
    /// Step size of Adam for the discriminator; nil: that of the generator.
    public var discriminatorLearningRate: Float?
    /// How both step sizes change.
    public var schedule = LearningRateDecay.constant
    /// Epochs between two decays of the step schedule.
    public var decayEpochs = 5
    /// What the step schedule multiplies both step sizes with.
    public var decayFactor: Float = 0.5
    /// Decay of Adam's mean of gradients.
    public var beta1: Float = 0.5
    /// What the networks minimise.
    public var loss = AdversarialLoss.nonSaturating
    /// How much less than 1 the discriminator is to give real pictures.
    public var labelSmoothing: Float = 0
    /// Deviation of the normal noise that is added to real and generated pictures before the discriminator sees them; it
    /// falls evenly to 0 at the last step (Sønderby et al. 2017; Arjovsky and Bottou 2017). 0 for none.
    public var instanceNoise: Float = 0
    /// Decay of a moving average of the generator's weights, which then is what is judged; nil for none.
    public var averageDecay: Float?
    /// Steps in all that may be passed over because their loss or a gradient is not finite.
    public var skipBadSteps = 0

    /// The defaults, those of Radford et al. 2015.
    public init() {}
}
