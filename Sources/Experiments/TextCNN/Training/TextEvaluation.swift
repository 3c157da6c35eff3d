import Foundation
import SwiftletData
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
                    loss: losses.mean().item, correct: correctCount(logits, batch.labels), count: batch.count))
        }
        return metrics
    }

    /// What an ensemble makes of labelled sentences.
    public struct Judgement {
        /// Mean cross-entropy of the averaged probabilities, and accuracy.
        public var metrics: Metrics
        /// How often each class (row) was taken for each class (column).
        public var confusion: [[Int]]
    }

    /// Judges an ensemble on sentences that have been split into words.
    public static func judge(
        _ ensemble: TextEnsemble, _ sentences: [[String]], labels: [Int32], batchSize: Int = 256
    ) throws -> Judgement {
        let classes = ensemble.labels.count
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        var loss = 0.0
        var correct = 0
        for (row, label) in zip(try ensemble.probabilities(of: sentences, batchSize: batchSize), labels) {
            let prediction = mostProbable(row)
            confusion[Int(label)][prediction] += 1
            correct += prediction == Int(label) ? 1 : 0
            // A probability too small for a float would make the loss infinite; it counts as the smallest one.
            loss -= log(Double(max(row[Int(label)], .leastNormalMagnitude)))
        }
        let count = sentences.count
        let metrics = Metrics(loss: count > 0 ? loss / Double(count) : 0, correct: correct, count: count)
        return Judgement(metrics: metrics, confusion: confusion)
    }

    /// The first class of the largest probability.
    static func mostProbable(_ probabilities: [Float]) -> Int {
        probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }

    /// Rows whose largest logit is that of their label.
    static func correctCount(_ logits: Tensor, _ labels: [Int32]) -> Int {
        zip(logits.argmax(alongAxis: 1).elements, labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
    }
}
