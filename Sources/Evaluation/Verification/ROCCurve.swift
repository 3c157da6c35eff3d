/// How well a distance tells pairs of the same class from pairs of different ones, at every threshold (the receiver operating
/// characteristic; Fawcett 2006). A pair is accepted as "same" if its distance is at most the threshold.
public struct ROCCurve: Sendable {
    /// What is accepted at one threshold.
    public struct Point: Equatable, Sendable {
        /// The largest distance that is accepted; -infinity at the first point, where nothing is.
        public let threshold: Double
        /// Pairs of different classes that are accepted.
        public let falsePositives: Int
        /// Pairs of the same class that are accepted.
        public let truePositives: Int
        /// Share of the pairs of different classes that are accepted.
        public let falsePositiveRate: Double
        /// Share of the pairs of the same class that are accepted.
        public let truePositiveRate: Double
    }

    /// The curve from (0, 0) to (1, 1), with one point for each distance that occurs: pairs of equal distance are one step.
    public let points: [Point]
    /// Number of pairs of the same class that the curve is made of.
    public let sameCount: Int
    /// Number of pairs of different classes that the curve is made of.
    public let differentCount: Int
    /// Number of pairs of the same class in the set that the pairs are a sample of; `sameCount` if they are all.
    public let totalSame: Int
    /// Number of pairs of different classes in the set that the pairs are a sample of; `differentCount` if they are all.
    public let totalDifferent: Int
    /// The area under the curve: the probability that a pair of the same class is nearer than a pair of different ones, where
    /// equal distances count half. It is the Mann-Whitney statistic U / (same * different), counted in whole numbers.
    public let auc: Double

    /// The curve of the distances of pairs and whether the two of a pair are of the same class. If the pairs are a sample of
    /// each kind, the totals say how many of them the whole set has.
    ///
    /// Throws `EvaluationError` if the counts differ, a distance is not a number, or there is no pair of one of the kinds.
    public init(
        distances: [some BinaryFloatingPoint], same: [Bool], totalSame: Int? = nil, totalDifferent: Int? = nil
    ) throws {
        guard distances.count == same.count else {
            throw EvaluationError("\(distances.count) distances do not fit \(same.count) pairs")
        }
        if let index = distances.firstIndex(where: \.isNaN) {
            throw EvaluationError("the distance of pair \(index) is not a number")
        }
        try self.init(
            distances.map { Double($0) }, same, totals: (totalSame, totalDifferent),
            needed: "pairs of the same class and pairs of different ones")
    }

    /// The curve of numbers that are the lower the likelier an example is positive.
    init(
        _ distances: [Double], _ isPositive: [Bool], totals: (same: Int?, different: Int?) = (nil, nil), needed: String
    ) throws {
        let positives = isPositive.reduce(0) { $0 + ($1 ? 1 : 0) }
        let negatives = isPositive.count - positives
        guard positives > 0 && negatives > 0 else {
            throw EvaluationError("a ROC curve needs \(needed), got \(positives) and \(negatives)")
        }
        let order = zip(distances, isPositive).sorted { $0.0 < $1.0 }
        var points = [Self.point(-.infinity, (0, positives), (0, negatives))]
        var (accepted, wronglyAccepted, doubledU) = (0, 0, 0)
        var start = 0
        while start < order.count {
            let distance = order[start].0
            var end = start
            var tied = (same: 0, different: 0)
            while end < order.count && order[end].0 == distance {
                if order[end].1 { tied.same += 1 } else { tied.different += 1 }
                end += 1
            }
            doubledU += tied.same * (2 * (negatives - wronglyAccepted - tied.different) + tied.different)
            accepted += tied.same
            wronglyAccepted += tied.different
            points.append(Self.point(distance, (accepted, positives), (wronglyAccepted, negatives)))
            start = end
        }
        self.points = points
        sameCount = positives
        differentCount = negatives
        totalSame = totals.same ?? positives
        totalDifferent = totals.different ?? negatives
        auc = Double(doubledU) / Double(2 * positives * negatives)
    }

    private static func point(
        _ threshold: Double, _ accepted: (count: Int, of: Int), _ wronglyAccepted: (count: Int, of: Int)
    ) -> Point {
        Point(
            threshold: threshold, falsePositives: wronglyAccepted.count, truePositives: accepted.count,
            falsePositiveRate: Double(wronglyAccepted.count) / Double(wronglyAccepted.of),
            truePositiveRate: Double(accepted.count) / Double(accepted.of))
    }

    /// The rate at which as many pairs of different classes are accepted as pairs of the same class are rejected, by share:
    /// where the curve, its points joined by straight lines, meets false positive rate = 1 - true positive rate.
    public var equalErrorRate: Double {
        func excess(_ point: Point) -> Double { point.falsePositiveRate - (1 - point.truePositiveRate) }
        // The excess rises from -1 to 1, so there is a first point where it is not negative, and it is not point 0.
        let index = points.firstIndex { excess($0) >= 0 } ?? points.count - 1
        let (before, after) = (points[index - 1], points[index])
        let share = -excess(before) / (excess(after) - excess(before))
        return before.falsePositiveRate + share * (after.falsePositiveRate - before.falsePositiveRate)
    }

    /// What is accepted at a threshold of one's own.
    public func point(at threshold: Double) -> Point {
        var (low, high) = (0, points.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle].threshold <= threshold { low = middle } else { high = middle }
        }
        return points[low]
    }
}
