/// All pairs of different pictures: their distance, and whether they show the same class.
public struct LabelledPairs: Sendable {
    /// Euclidean distances of the pairs (0, 1), (0, 2), ... (1, 2), ...
    public private(set) var distances: [Double] = []
    /// Whether the two of each pair have the same label.
    public private(set) var same: [Bool] = []

    /// The pairs of embeddings with one label each. Throws `EvaluationError` if the counts differ.
    public init(of embeddings: FeatureSet, labels: [Int32]) throws {
        try embeddings.requireLabels(labels)
        let pairs = embeddings.count * (embeddings.count - 1) / 2
        distances.reserveCapacity(pairs)
        same.reserveCapacity(pairs)
        for first in 0..<embeddings.count {
            for second in (first + 1)..<max(embeddings.count, first + 1) {
                distances.append(embeddings.squaredDistance(first, to: embeddings, second).squareRoot())
                same.append(labels[first] == labels[second])
            }
        }
    }
}

extension ROCCurve {
    /// The curve over a set of pairs. Throws `EvaluationError` if there is no pair of one of the kinds.
    public init(_ pairs: LabelledPairs) throws {
        try self.init(distances: pairs.distances, same: pairs.same)
    }
}
