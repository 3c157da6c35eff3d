import SwiftletTrain

/// What training on one split came to.
public struct SplitResult: Codable, Equatable, Sendable {
    /// Share of the test part that the best epoch's model classifies right.
    public var testAccuracy: Double
    /// Mean cross-entropy of the test part, in nats.
    public var testLoss: Double
    /// Number of sentences in the test part.
    public var testCount: Int
    /// Share of the development part that the best epoch's model classifies right.
    public var developmentAccuracy: Double
    /// The epoch whose model was kept.
    public var bestEpoch: Int
    /// Every epoch that was done.
    public var epochs: [EpochRecord]
    /// Why training ended.
    public var ending: TrainingSummary.Ending
    /// Seconds spent in training steps.
    public var trainSeconds: Double
    /// Sentences trained on, over these seconds.
    public var samplesPerS: Double
}
