import Foundation
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// How well embeddings tell whether two images show the same person, over the pairs of some people's images: all of them, or
/// a sample if there are more than `LabelledPairs.defaultMaximum`.
public struct VerificationResult: Codable, Equatable, Sendable {
    /// Probability that a pair of the same person is nearer than a pair of different people.
    public var auc: Double
    /// Error rate at the threshold that rejects as large a share of the same as it accepts of different people. The threshold
    /// is that of these pairs, so the rate describes the distance, not a decision.
    public var equalErrorRate: Double
    /// Distance up to which a pair is said to show the same person; from the training people alone.
    public var threshold: Double
    /// Fraction of all pairs classified correctly at that threshold; estimated if the pairs are a sample.
    public var accuracy: Double
    /// Mean of the shares of same and of different pairs judged rightly at that threshold.
    public var balancedAccuracy: Double
    /// Share of trials in which, of one picture each of `ways` people, the nearest to a query is of its person.
    public var oneShotAccuracy: Double
    /// People to choose from in such a trial; by chance, one in so many is right.
    public var ways: Int
    /// Number of people.
    public var people: Int
    /// Number of their pictures.
    public var pictures: Int
    /// Number of pairs of the same person.
    public var samePairs: Int
    /// Number of pairs of different people.
    public var differentPairs: Int
    /// Fraction of the more frequent kind of pair: the accuracy of the same answer for every pair. nil in results of versions
    /// without it.
    public var majorityFraction: Double?
    /// Number of pairs of the same person that were evaluated, drawn by the seed; nil if all were.
    public var sampledSamePairs: Int?
    /// Number of pairs of different people that were evaluated, drawn by the seed; nil if all were.
    public var sampledDifferentPairs: Int?
}

extension VerificationResult {
    /// Evaluates embeddings, over whose pairs `curve` is, at a threshold that others have set. Throws `EvaluationError` if
    /// there are fewer than `ways` people.
    init(
        _ embeddings: FeatureSet, labels: [Int32], curve: ROCCurve, threshold: Double, ways: Int, random: RandomStream
    ) throws {
        self.init(
            auc: curve.auc, equalErrorRate: curve.equalErrorRate, threshold: threshold,
            accuracy: curve.accuracy(at: threshold), balancedAccuracy: curve.balancedAccuracy(at: threshold),
            oneShotAccuracy: try OneShot.nWayAccuracy(embeddings, labels, ways: ways, random: random), ways: ways,
            people: Set(labels).count, pictures: labels.count, samePairs: curve.totalSame,
            differentPairs: curve.totalDifferent, majorityFraction: curve.majorityFraction)
        if curve.sameCount < curve.totalSame || curve.differentCount < curve.totalDifferent {
            (sampledSamePairs, sampledDifferentPairs) = (curve.sameCount, curve.differentCount)
        }
    }

    /// "all 780 pairs", or "2,000,000 pairs drawn from 185,857,560".
    var pairsText: String {
        let total = (samePairs + differentPairs).grouped
        guard let sampledSamePairs, let sampledDifferentPairs else { return "all \(total) pairs" }
        return "\((sampledSamePairs + sampledDifferentPairs).grouped) pairs drawn from \(total)"
    }

    /// The figures as rows of name and value.
    var rows: [(name: String, value: String)] {
        func percent(_ share: Double) -> String { String(printf: "%.2f %%", 100 * share) }
        let majority = majorityFraction.map { [("more frequent kind of pair", percent($0))] } ?? []
        let sample =
            sampledSamePairs.map { same in
                [
                    ("evaluated", pairsText),
                    ("of the same, of different people", "\(same), \(sampledDifferentPairs ?? 0)"),
                ]
            } ?? []
        return [
            ("ROC AUC", String(printf: "%.4f", auc)), ("equal error rate", percent(equalErrorRate)),
            ("accuracy at the training people's threshold", percent(accuracy)),
        ] + majority + [
            ("balanced accuracy at that threshold", percent(balancedAccuracy)),
            ("\(ways)-way one-shot accuracy", "\(percent(oneShotAccuracy)) (chance \(percent(1 / Double(ways))))"),
            ("threshold of the distance", String(printf: "%.4f", threshold)),
            ("people, pictures", "\(people), \(pictures)"),
            ("pairs of the same, of different people", "\(samePairs), \(differentPairs)"),
        ] + sample
    }
}

extension Int {
    /// With commas between groups of three digits: "185,857,560".
    fileprivate var grouped: String {
        let digits = Array("\(self)")
        return digits.indices.reduce(into: "") { text, index in
            if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digits[index])
        }
    }
}
