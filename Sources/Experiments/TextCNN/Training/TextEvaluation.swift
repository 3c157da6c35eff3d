import Foundation
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Evaluation of a classifier on labeled sentences.
public enum TextEvaluation {
    /// Mean cross-entropy and accuracy over batches.
    public static func metrics(
        of classifier: TextClassifier, batches: some Sequence<SentenceBatch>
    ) throws -> Metrics {
        var metrics = Metrics()
        for batch in batches {
            let logits = try classifier.logits(of: batch)
            let labels = IntTensor(batch.labels, shape: [batch.count], in: classifier.context)
            let loss = try logits.softmaxCrossEntropy(labels: labels)
            metrics.add(
                Metrics(
                    loss: loss.item, correct: correctCount(scores: logits, labels: batch.labels),
                    count: batch.count))
        }
        return metrics
    }

    /// What an ensemble makes of labeled sentences.
    public struct Judgement {
        /// Mean cross-entropy of the averaged probabilities, and accuracy.
        public var metrics: Metrics
        /// How often each class was taken for each class.
        public var confusion: ConfusionMatrix
        /// What the accuracy must be seen beside.
        public var context: AccuracyContext
    }

    /// Evaluates an ensemble on sentences that have been split into words.
    public static func judge(
        _ ensemble: TextEnsemble, _ sentences: [[String]], labels: [Int32], batchSize: Int = 256
    ) throws -> Judgement {
        var confusion = ConfusionMatrix(classes: ensemble.labels.count)
        var loss = 0.0
        let probabilities = try ensemble.probabilities(of: sentences, batchSize: batchSize)
        for (row, label) in zip(probabilities, labels) {
            try confusion.add(labels: [label], judged: [Int32(mostProbable(row))])
            // A probability too small for a float would make the loss infinite; it counts as the smallest one.
            loss -= log(Double(max(row[Int(label)], .leastNormalMagnitude)))
        }
        let count = sentences.count
        let metrics = Metrics(loss: count > 0 ? loss / Double(count) : 0, correct: confusion.correct, count: count)
        let context = AccuracyContext(confusion, auc: try auc(probabilities, labels, confusion))
        return Judgement(metrics: metrics, confusion: confusion, context: context)
    }

    private static func auc(
        _ probabilities: [[Float]], _ labels: [Int32], _ confusion: ConfusionMatrix
    ) throws -> Double? {
        guard confusion.counts.count == 2, confusion.classesWithoutExample.isEmpty else { return nil }
        return try ROCCurve(scores: probabilities.map { $0[1] }, isPositive: labels.map { $0 == 1 }).auc
    }

    /// The first class of the largest probability.
    static func mostProbable(_ probabilities: [Float]) -> Int {
        probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }
}
