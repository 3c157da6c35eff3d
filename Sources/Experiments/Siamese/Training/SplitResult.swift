import SwiftletTrain

/// What training on one split of the people came to.
public struct SplitResult: Sendable {
    /// The people that the network has never seen.
    public var test: VerificationResult
    /// The people that it was trained on, at the same threshold.
    public var training: VerificationResult
    /// The ROC curve of the test people's pairs in percent, thinned out to what a chart can show.
    public var curve: [(x: Double, y: Double)]
    /// Every epoch that was done.
    public var epochs: [EpochRecord]
}
