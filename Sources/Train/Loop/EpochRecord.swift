/// What one epoch of training came to; one line of `metrics.jsonl`.
public struct EpochRecord: Codable, Equatable, Sendable {
    /// Counted from 1.
    public var epoch: Int
    /// Means over the samples of the epoch, each taken when its batch was trained on.
    public var train: [String: Double]
    /// What the evaluation after the epoch measured; empty without one.
    public var evaluation: [String: Double]
    /// Whether the evaluation was the best so far; without one every epoch is.
    public var isBest: Bool
    /// Samples that were trained on.
    public var samples: Int
    /// Seconds spent in training steps, loading included, evaluation not.
    public var trainSeconds: Double
    /// Seconds of these in which the next batch was waited for.
    public var waitingSeconds: Double
    /// Samples by `trainSeconds`.
    public var samplesPerS: Double
    /// Seconds since the loop began.
    public var elapsedSeconds: Double

    /// Its numbers as TensorBoard shows them, by "group/name".
    var scalars: [String: Double] {
        var scalars = ["speed/samples_per_s": samplesPerS, "speed/waiting_share": TrainingSpeed([self]).waitingShare]
        for (name, value) in train { scalars["train/\(name)"] = value }
        for (name, value) in evaluation { scalars["evaluation/\(name)"] = value }
        return scalars
    }
}
