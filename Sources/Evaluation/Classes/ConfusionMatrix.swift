/// What pictures of each class were taken for.
public struct ConfusionMatrix: Codable, Equatable, Sendable {
    /// `counts[true][judged]`: pictures of a class (row) that were taken for a class (column).
    public let counts: [[Int]]

    /// Counts pairs of labels. Throws `EvaluationError` if there are none, if their counts differ or one is outside the classes.
    public init(labels: [Int32], judged: [Int32], classes: Int) throws {
        guard !labels.isEmpty && labels.count == judged.count else {
            throw EvaluationError(
                "a confusion matrix needs a judgement for every label, got \(judged.count) for \(labels.count)")
        }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: max(classes, 0)), count: max(classes, 0))
        for (index, (label, judgement)) in zip(labels, judged).enumerated() {
            try requireLabel(label, at: index, below: counts.count)
            try requireLabel(judgement, at: index, below: counts.count)
            counts[Int(label)][Int(judgement)] += 1
        }
        self.counts = counts
    }

    /// The share of all pictures that were taken for what they are.
    public var accuracy: Double {
        Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(counts.joined().reduce(0, +))
    }

    /// The share of each class's pictures that were taken for what they are; nil for a class without pictures.
    public var classAccuracies: [Double?] {
        counts.indices.map { row in
            let total = counts[row].reduce(0, +)
            return total == 0 ? nil : Double(counts[row][row]) / Double(total)
        }
    }
}
