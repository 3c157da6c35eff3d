import Foundation
import SwiftletTrain

/// What a run came to: `result.json`, and the last line of standard output with `--json`.
public struct SiameseResult: Codable, Equatable, Sendable {
    /// A figure on people that were never seen: of one round, or the mean over the folds.
    public var auc: MeanAndDeviation
    /// As `VerificationResult` says.
    public var equalErrorRate: MeanAndDeviation
    /// As `VerificationResult` says.
    public var accuracy: MeanAndDeviation
    /// As `VerificationResult` says; nil in results of versions without it.
    public var majorityFraction: MeanAndDeviation?
    /// As `VerificationResult` says.
    public var balancedAccuracy: MeanAndDeviation
    /// As `VerificationResult` says.
    public var oneShotAccuracy: MeanAndDeviation
    /// Test and training people of each round.
    public var rounds: [Round]
    /// The network: "pooled" or "classic".
    public var model: ModelConfiguration.Kind
    /// Numbers that training sets.
    public var parameters: Int
    /// Epochs, pairs, seconds spent in training steps and seconds of these spent waiting for data.
    public var speed: TrainingSpeed
    /// Pairs trained on, over the seconds spent in training steps.
    public var samplesPerS: Double
    /// Seconds from the start of the program's work to its result.
    public var wallSeconds: Double
    /// The run directory.
    public var output: String?

    /// One round.
    public struct Round: Codable, Equatable, Sendable {
        /// The people that the network has never seen.
        public var test: VerificationResult
        /// The people that it was trained on.
        public var training: VerificationResult
    }

    /// The result of one or more rounds.
    init(_ rounds: [SplitResult], model: ModelConfiguration, parameters: Int, wallSeconds: Double, output: String?) {
        func mean(_ figure: (VerificationResult) -> Double) -> MeanAndDeviation {
            MeanAndDeviation(rounds.map { figure($0.test) })
        }
        auc = mean(\.auc)
        equalErrorRate = mean(\.equalErrorRate)
        accuracy = mean(\.accuracy)
        majorityFraction = mean { $0.majorityFraction ?? .nan }
        balancedAccuracy = mean(\.balancedAccuracy)
        oneShotAccuracy = mean(\.oneShotAccuracy)
        self.rounds = rounds.map { Round(test: $0.test, training: $0.training) }
        self.model = model.kind
        self.parameters = parameters
        speed = TrainingSpeed(rounds.flatMap(\.epochs))
        samplesPerS = speed.samplesPerS
        self.wallSeconds = wallSeconds
        self.output = output
    }

    /// The figures as rows: name, value.
    var rows: [(name: String, value: String)] {
        if let only = rounds.first, rounds.count == 1 { return only.test.rows }
        let ways = rounds.first?.test.ways ?? 0
        return [
            ("ROC AUC", Self.text(auc)), ("equal error rate", equalErrorRate.percentText),
            ("accuracy at the training people's threshold", accuracy.percentText),
            ("more frequent kind of pair", majorityFraction?.percentText ?? ""),
            ("balanced accuracy at that threshold", balancedAccuracy.percentText),
            ("\(ways)-way one-shot accuracy", oneShotAccuracy.percentText),
        ]
    }

    /// "0.9712 ± 0.0104".
    static func text(_ value: MeanAndDeviation) -> String {
        let mean = String(printf: "%.4f", value.mean)
        return value.standardDeviation.map { "\(mean) ± " + String(printf: "%.4f", $0) } ?? mean
    }
}
