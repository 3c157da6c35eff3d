/// What examples of each class were taken for.
public struct ConfusionMatrix: Codable, Equatable, Sendable {
    /// `counts[true][judged]`: examples of a class (row) that were taken for a class (column).
    public private(set) var counts: [[Int]]

    /// No examples yet, of so many classes.
    public init(classes: Int) {
        counts = [[Int]](repeating: [Int](repeating: 0, count: max(classes, 0)), count: max(classes, 0))
    }

    /// Counts pairs of labels. Throws `EvaluationError` if there are none, if their counts differ or one is outside the classes.
    public init(labels: [Int32], judged: [Int32], classes: Int) throws {
        guard !labels.isEmpty else {
            throw EvaluationError("a confusion matrix needs at least 1 label, got none")
        }
        self.init(classes: classes)
        try add(labels: labels, judged: judged)
    }

    /// Counts further examples, all or none. Throws `EvaluationError` if the counts differ or a label is outside the classes.
    public mutating func add(labels: [Int32], judged: [Int32]) throws {
        guard labels.count == judged.count else {
            throw EvaluationError(
                "a confusion matrix needs a judgement for every label, got \(judged.count) for \(labels.count)")
        }
        for (index, (label, judgement)) in zip(labels, judged).enumerated() {
            try requireLabel(label, at: index, below: counts.count)
            try requireLabel(judgement, at: index, below: counts.count)
        }
        for (label, judgement) in zip(labels, judged) { counts[Int(label)][Int(judgement)] += 1 }
    }

    /// Number of examples.
    public var total: Int { counts.joined().reduce(0, +) }

    /// Number of examples that were taken for what they are.
    public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

    /// The share of all examples that were taken for what they are; NaN without examples.
    public var accuracy: Double { Double(correct) / Double(total) }
}
