import SwiftletTensor

/// How many rows of `scores` [examples, classes], such as logits, have their largest number at the class of their label; the
/// first of equals counts. Divided by the number of examples this is the accuracy.
public func correctCount(scores: Tensor, labels: [Int32]) -> Int {
    require(
        scores.shape.rank == 2 && scores.shape[0] == labels.count,
        "correctCount: \(labels.count) labels do not fit scores of shape \(scores.shape)")
    return zip(scores.argmax(axis: 1).elements, labels).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
}
