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

    /// How often each class (row) was taken for each class (column).
    public static func confusion(
        of classifier: TextClassifier, batches: some Sequence<SentenceBatch>
    ) throws -> [[Int]] {
        let classes = classifier.encoder.labels.count
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for batch in batches {
            let predicted = try classifier.logits(of: batch).argmax(alongAxis: 1).elements
            for (label, prediction) in zip(batch.labels, predicted) { counts[Int(label)][Int(prediction)] += 1 }
        }
        return counts
    }

    /// Rows whose largest logit is that of their label.
    static func correctCount(_ logits: Tensor, _ labels: [Int32]) -> Int {
        zip(logits.argmax(alongAxis: 1).elements, labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
    }
}
