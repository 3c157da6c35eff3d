/// What a training loop came to.
public struct TrainingSummary: Codable, Equatable, Sendable {
    /// Why it ended.
    public enum Ending: String, Codable, Sendable {
        /// All epochs were done.
        case completed
        /// The evaluation stopped getting better.
        case stoppedEarly = "stopped_early"
        /// A signal asked for it, within an epoch or after one.
        case interrupted
    }

    /// Every epoch that was done in full.
    public var epochs: [EpochRecord] = []
    /// Why the loop ended.
    public var ending = Ending.completed
    /// The epoch whose evaluation was best, or the last one if nothing was evaluated; nil if none was done.
    public var bestEpoch: Int?

    /// The record of the best epoch.
    public var best: EpochRecord? { epochs.last { $0.epoch == bestEpoch } }

    /// How fast these epochs were trained.
    public var speed: TrainingSpeed { TrainingSpeed(epochs) }

    /// Seconds spent in the training steps of these epochs.
    public var trainSeconds: Double { speed.trainSeconds }

    /// Samples trained on in them, over these seconds; 0 if there were none.
    public var samplesPerS: Double { speed.samplesPerS }

    /// The share of these seconds in which the next batch was waited for.
    public var waitingShare: Double { speed.waitingShare }
}
