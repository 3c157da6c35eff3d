extension ROCCurve {
    /// The fraction of all pairs that a threshold classifies correctly; of a sample, the estimate for the whole set. Where
    /// pairs of different classes are many more, this is mostly a statement about them; `balancedAccuracy(at:)` is not.
    public func accuracy(at threshold: Double) -> Double {
        correctCount(point(at: threshold)) / Double(totalSame + totalDifferent)
    }

    /// The fraction of the more frequent kind among all pairs: the accuracy of the same answer for every pair.
    public var majorityFraction: Double {
        Double(max(totalSame, totalDifferent)) / Double(totalSame + totalDifferent)
    }

    /// The mean of the share of pairs of the same class and the share of pairs of different classes that a threshold judges
    /// rightly.
    public func balancedAccuracy(at threshold: Double) -> Double {
        Double(balancedScore(point(at: threshold))) / Double(2 * sameCount * differentCount)
    }

    /// The threshold of the best accuracy, halfway between two neighbouring distances; see `threshold(maximizing:)` for
    /// ties and ends.
    public var bestThreshold: Double { threshold(maximizing: correctCount) }

    /// The threshold of the best balanced accuracy, halfway between two neighbouring distances.
    public var bestBalancedThreshold: Double { threshold(maximizing: balancedScore) }

    /// Pairs of the whole set that are classified correctly: each pair of a sample stands for as many of its kind. Without a
    /// sample the factors are 1 and the sum is exact.
    private func correctCount(_ point: Point) -> Double {
        Double(point.truePositives) * (Double(totalSame) / Double(sameCount))
            + Double(differentCount - point.falsePositives) * (Double(totalDifferent) / Double(differentCount))
    }

    /// Balanced accuracy times 2 * same * different, so that equal scores are equal numbers.
    private func balancedScore(_ point: Point) -> Int {
        point.truePositives * differentCount + (differentCount - point.falsePositives) * sameCount
    }

    /// The threshold of the best score. Of several, the one in the widest gap between two distances, because it is the
    /// likeliest to hold for other pairs; then the lowest. If it is best to accept all, this is the largest distance, and if it is
    /// best to accept none, a number just below the smallest.
    private func threshold<Score: Comparable & Numeric>(maximizing score: (Point) -> Score) -> Double {
        var best = (score: Score.zero, gap: -1.0, threshold: 0.0)
        for (index, point) in points.enumerated() {
            var candidate = (score: score(point), gap: 0.0, threshold: point.threshold)
            if index == 0 {
                candidate.threshold = points[1].threshold.nextDown
            } else if index + 1 < points.count {
                let next = points[index + 1].threshold
                candidate.gap = next - point.threshold
                // Halving first keeps the sum finite; between neighbouring numbers the half may round to the upper one.
                let middle = point.threshold / 2 + next / 2
                if middle > point.threshold && middle < next { candidate.threshold = middle }
            }
            if (candidate.score, candidate.gap) > (best.score, best.gap) { best = candidate }
        }
        return best.threshold
    }
}
