import ExperimentSupport
import SwiftletData
import SwiftletTrain

/// How sentences are read, split into words and divided into parts.
public struct PreparationConfiguration: Codable, Equatable, Sendable {
    /// How the files of sentences are read.
    public var reading = SentenceReading()
    /// How texts become words.
    public var tokenizer = Tokenizer()
    /// Fewer occurrences in the training part make a word without a vector an unknown one.
    public var minimumCount = 2
    /// Rounds of cross-validation over the training file; nil for one round.
    public var folds: Int?
    /// Share of the training part that is set aside to decide when to stop, where there is no development file.
    public var developmentShare = 0.1
    /// Share of the training file that is set aside to be tested on, where there are neither folds nor a test file.
    public var testShare = 0.1

    /// The defaults.
    public init() {}
}

extension PreparationConfiguration {
    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        try requireCount(minimumCount, "--minimum-count")
        if let folds, folds < 2 { throw RunError("--folds must be at least 2, got \(folds)") }
        for (share, flag) in [(developmentShare, "--dev-share"), (testShare, "--test-share")]
        where !(share > 0 && share < 1) {
            throw RunError("\(flag) must lie between 0 and 1, got \(share)")
        }
    }
}
