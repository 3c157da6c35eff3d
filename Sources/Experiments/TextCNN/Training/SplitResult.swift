import SwiftletTrain

/// What training on one split came to.
public struct SplitResult: Codable, Equatable, Sendable {
    /// Share of the test part that the trained networks together classify right.
    public var testAccuracy: Double
    /// Mean cross-entropy of the test part, in nats.
    public var testLoss: Double
    /// Number of sentences in the test part.
    public var testCount: Int
    /// What the accuracy must be seen beside.
    public var testContext: AccuracyContext
    /// The networks that were trained: one, or those of an ensemble.
    public var members: [MemberResult]

    /// Every epoch of every network.
    public var epochs: [EpochRecord] { members.flatMap(\.epochs) }
}

/// What the training of one network came to.
public struct MemberResult: Codable, Equatable, Sendable {
    /// Share of the development part that the best epoch's network classifies right.
    public var developmentAccuracy: Double
    /// The epoch whose network was kept.
    public var bestEpoch: Int
    /// Every epoch that was done.
    public var epochs: [EpochRecord]
    /// Why training ended.
    public var ending: TrainingSummary.Ending
    /// Seconds spent in training steps.
    public var trainSeconds: Double

    init(_ summary: TrainingSummary) {
        developmentAccuracy = summary.best?.evaluation["accuracy"] ?? 0
        bestEpoch = summary.bestEpoch ?? 0
        epochs = summary.epochs
        ending = summary.ending
        trainSeconds = summary.trainSeconds
    }
}
