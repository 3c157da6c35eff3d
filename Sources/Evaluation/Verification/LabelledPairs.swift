import SwiftletTensor

/// Pairs of different images: their distance, and whether they show the same class. All pairs of a small set; of a large one,
/// whose pairs grow with the square of its size, a sample.
///
/// A sample is drawn for each kind by itself, every pair of a kind equally likely: pairs of the same class up to half of the
/// maximum, because they are few, and pairs of different classes for the rest. So the rates by kind, and what follows from them
/// (the ROC curve, its area, the equal error rate), are estimated without bias; `ROCCurve` weights the kinds by their numbers
/// in the whole set where it counts both together.
public struct LabelledPairs: Sendable {
    /// The largest number of pairs that are evaluated unless another is asked for.
    public static let defaultMaximum = 2_000_000

    /// Euclidean distances of the pairs; of all pairs in the order (0, 1), (0, 2), ... (1, 2), ...
    public let distances: [Double]
    /// Whether the two of each pair have the same label.
    public let same: [Bool]
    /// Number of pairs of the same class in the whole set.
    public let totalSame: Int
    /// Number of pairs of different classes in the whole set.
    public let totalDifferent: Int

    /// Whether some pairs of the set are not among these.
    public var isSample: Bool { distances.count < totalSame + totalDifferent }

    /// The pairs of embeddings with one label each: all of them, or `maximum` that are drawn from `random`, if there are more.
    /// Throws `EvaluationError` if the counts differ.
    public init(
        of embeddings: FeatureSet, labels: [Int32], maximum: Int = defaultMaximum,
        random: RandomStream = RandomStream(seed: 0)
    ) throws {
        try embeddings.requireLabels(labels)
        let numbering = PairNumbering(labels)
        totalSame = numbering.sameCount
        totalDifferent = numbering.differentCount
        let pairs: [RowPair]
        if totalSame + totalDifferent <= maximum {
            pairs = labels.indices.flatMap { first in
                (first + 1..<max(labels.count, first + 1)).map { RowPair(first, $0) }
            }
        } else {
            let sameCount = min(totalSame, max(maximum / 2, maximum - totalDifferent))
            var (sameRandom, differentRandom) = (random.child("same"), random.child("different"))
            pairs =
                numbering.samePairs(sameRandom.sample(sameCount, below: totalSame))
                + numbering.differentPairs(differentRandom.sample(maximum - sameCount, below: totalDifferent))
        }
        distances = embeddings.distances(of: pairs)
        same = pairs.map { labels[Int($0.first)] == labels[Int($0.second)] }
    }
}

extension FeatureSet {
    /// The Euclidean distances of pairs of rows: the roots of what `squaredDistance` gives.
    fileprivate func distances(of pairs: [RowPair]) -> [Double] {
        let size = dimension
        return values.withUnsafeBufferPointer { values in
            func rows(_ pair: RowPair) -> (UnsafePointer<Float>, UnsafePointer<Float>) {
                (values.baseAddress! + Int(pair.first) * size, values.baseAddress! + Int(pair.second) * size)
            }
            func square(_ rows: (UnsafePointer<Float>, UnsafePointer<Float>), _ index: Int) -> Double {
                let difference = Double(rows.0[index]) - Double(rows.1[index])
                return difference * difference
            }
            return [Double](unsafeUninitializedCapacity: pairs.count) { distances, count in
                // Each addition to a sum waits for the one before it; four sums side by side keep the processor busy.
                for start in stride(from: 0, to: pairs.count & ~3, by: 4) {
                    let (a, b) = (rows(pairs[start]), rows(pairs[start + 1]))
                    let (c, d) = (rows(pairs[start + 2]), rows(pairs[start + 3]))
                    var sums = (0.0, 0.0, 0.0, 0.0)
                    for index in 0..<size {
                        sums.0 += square(a, index)
                        sums.1 += square(b, index)
                        sums.2 += square(c, index)
                        sums.3 += square(d, index)
                    }
                    distances[start] = sums.0.squareRoot()
                    distances[start + 1] = sums.1.squareRoot()
                    distances[start + 2] = sums.2.squareRoot()
                    distances[start + 3] = sums.3.squareRoot()
                }
                for rest in pairs.count & ~3..<pairs.count {
                    let pair = rows(pairs[rest])
                    distances[rest] = (0..<size).reduce(0) { $0 + square(pair, $1) }.squareRoot()
                }
                count = pairs.count
            }
        }
    }
}

extension ROCCurve {
    /// The curve over a set of pairs. Throws `EvaluationError` if there is no pair of one of the kinds.
    public init(_ pairs: LabelledPairs) throws {
        try self.init(
            distances: pairs.distances, same: pairs.same, totalSame: pairs.totalSame,
            totalDifferent: pairs.totalDifferent)
    }
}
