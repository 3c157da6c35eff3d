/// How far training is, at one step.
public struct ProgressStatus: Sendable {
    /// The epoch under way, from 1.
    public var epoch: Int
    /// Epochs, at most.
    public var epochs: Int
    /// Steps of this epoch that are done.
    public var step: Int
    /// Steps that an epoch has, if that is known.
    public var steps: Int?
    /// Samples of this epoch that are done.
    public var samples: Int
    /// Metrics over these samples.
    public var means: [String: Double]
    /// Seconds since the epoch began.
    public var epochSeconds: Double
    /// Seconds since training began.
    public var elapsedSeconds: Double

    /// The share of the epoch that is done, if it is known.
    var epochFraction: Double? {
        guard let steps, steps > 0 else { return nil }
        return min(Double(step) / Double(steps), 1)
    }

    /// Training speed in this epoch.
    var samplesPerSecond: Double? { epochSeconds > 0 ? Double(samples) / epochSeconds : nil }

    /// Seconds that all epochs still take at the speed so far, evaluations included once one has been; early stopping may
    /// make it less.
    var secondsLeft: Double? {
        guard let epochFraction else { return nil }
        let done = Double(epoch - 1) + epochFraction
        return done > 0 ? elapsedSeconds * (Double(epochs) - done) / done : nil
    }
}
