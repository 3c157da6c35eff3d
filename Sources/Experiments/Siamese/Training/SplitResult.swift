import SwiftletEvaluation
import SwiftletTrain

/// What training on one split of the people came to.
public struct SplitResult: Sendable {
    /// The people that the network has never seen.
    public var test: VerificationResult
    /// The people that it was trained on, at the same threshold.
    public var training: VerificationResult
    /// How the test people's pairs are told apart at every threshold.
    public var curve: ROCCurve
    /// Every epoch that was done.
    public var epochs: [EpochRecord]
}
