/// How far a training loop has come: what it needs to go on as if it had never stopped.
public struct LoopProgress: Codable, Sendable {
    /// The epochs that are done.
    public internal(set) var summary = TrainingSummary()
    /// What decides on the best epoch and on stopping, with all that it has seen.
    public internal(set) var watching: EarlyStopping
    /// Steps that are done of the epoch after those.
    public internal(set) var step = 0
    /// Steps that were passed over because a number was not finite, in all epochs.
    public internal(set) var skippedSteps = 0
    /// What these steps came to.
    public internal(set) var metrics = Metrics()
    /// Whether no epoch follows.
    public internal(set) var isEnded = false
    /// Seconds spent in the steps of the epoch that has begun, and those of them in which a batch was waited for.
    var (trainSeconds, waitingSeconds) = (0.0, 0.0)
    /// Seconds since the loop began, without the time between a stop and going on.
    var elapsedSeconds = 0.0

    /// The beginning.
    public init(watching: EarlyStopping) { self.watching = watching }

    /// Takes in the record of the epoch that has begun; the next one begins.
    mutating func end(epoch record: EpochRecord) {
        summary.epochs.append(record)
        if record.isBest { summary.bestEpoch = record.epoch }
        (step, metrics, trainSeconds, waitingSeconds) = (0, Metrics(), 0, 0)
        elapsedSeconds = record.elapsedSeconds
    }
}
