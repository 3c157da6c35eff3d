/// What the shared flags and files call an experiment.
///
///     enum DCGANProgram: Experiment {
///         static let name = "dcgan"
///         static let samples = "images"
///         static let defaults = StepDefaults(epochs: 10, batchSize: 64, learningRate: 2e-4)
///     }
public protocol Experiment {
    /// Its program: "dcgan". Run directories and checkpoints carry it.
    static var name: String { get }
    /// What it trains on, for speeds and help texts: "images".
    static var samples: String { get }
    /// The settings of its quick preset that every experiment has.
    static var defaults: StepDefaults { get }
}

/// The settings of a quick preset that every experiment has, for the help texts of their flags.
public struct StepDefaults: Sendable {
    /// Most epochs.
    public var epochs: Int
    /// Samples a step.
    public var batchSize: Int
    /// Step size at the start.
    public var learningRate: Float

    /// Defaults of an experiment.
    public init(epochs: Int, batchSize: Int, learningRate: Float) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
    }
}
