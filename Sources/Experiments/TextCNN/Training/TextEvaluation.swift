import Foundation
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Judging a classifier on labelled sentences.
public enum TextEvaluation {
    /// Mean cross-entropy and accuracy over batches.
    public static func metrics(
        of classifier: TextClassifier, batches: some Sequence<SentenceBatch>
    ) throws -> Metrics {
        var metrics = Metrics()
        for batch in batches {
            let logits = try classifier.logits(of: batch)
            let labels = IntTensor(batch.labels, shape: [batch.count], in: classifier.context)
            let losses = try logits.softmaxCrossEntropy(labels: labels).losses
            metrics.add(
                Metrics(
                    loss: losses.mean().item, correct: correctCount(scores: logits, labels: batch.labels),
                    count: batch.count))
        }
        return metrics
    }

    /// What an ensemble makes of labelled sentences.
    public struct Judgement {
        /// Mean cross-entropy of the averaged probabilities, and accuracy.
        public var metrics: Metrics
        /// How often each class was taken for each class.
        public var confusion: ConfusionMatrix
    }

    /// Judges an ensemble on sentences that have been split into words.
    public static func judge(
        _ ensemble: TextEnsemble, _ sentences: [[String]], labels: [Int32], batchSize: Int = 256
    ) throws -> Judgement {
        var confusion = ConfusionMatrix(classes: ensemble.labels.count)
        var loss = 0.0
        for (row, label) in zip(try ensemble.probabilities(of: sentences, batchSize: batchSize), labels) {
            try confusion.add(labels: [label], judged: [Int32(mostProbable(row))])
            // A probability too small for a float would make the loss infinite; it counts as the smallest one.
            loss -= log(Double(max(row[Int(label)], .leastNormalMagnitude)))
        }
        let count = sentences.count
        let metrics = Metrics(loss: count > 0 ? loss / Double(count) : 0, correct: confusion.correct, count: count)
        return Judgement(metrics: metrics, confusion: confusion)
    }

    /// The first class of the largest probability.
    static func mostProbable(_ probabilities: [Float]) -> Int {
        probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }
}
