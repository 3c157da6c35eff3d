extension ROCCurve {
    /// The curve of a score that is the higher the likelier an example is positive, such as a probability or a logit. Positive
    /// examples are what the curve calls pairs of the same class, and a threshold t accepts scores of -t and more.
    ///
    /// Throws `EvaluationError` if the counts differ, a score is not a number, or there is no example of one of the kinds.
    public init(scores: [some BinaryFloatingPoint], isPositive: [Bool]) throws {
        guard scores.count == isPositive.count else {
            throw EvaluationError("\(scores.count) scores do not fit \(isPositive.count) examples")
        }
        if let index = scores.firstIndex(where: \.isNaN) {
            throw EvaluationError("the score of example \(index) is not a number")
        }
        try self.init(scores.map { -Double($0) }, isPositive, needed: "positive examples and negative ones")
    }

    /// The mean over the classes of the area under the curve of each against the others; `scores` has one number for each
    /// class of an example, example by example. Classes without an example are left out.
    ///
    /// Throws `EvaluationError` if counts or labels do not fit, a score is not a number, or fewer than two classes occur.
    public static func macroAUC(
        scores: [some BinaryFloatingPoint], labels: [Int32], classes: Int
    ) throws -> Double {
        guard classes > 0 && scores.count == labels.count * classes else {
            throw EvaluationError("\(scores.count) scores do not fit \(labels.count) examples of \(classes) classes")
        }
        for (index, label) in labels.enumerated() { try requireLabel(label, at: index, below: classes) }
        let present = Set(labels).sorted()
        guard present.count > 1 else {
            throw EvaluationError("areas under ROC curves need examples of at least 2 classes, got \(present.count)")
        }
        let areas = try present.map { label in
            let own = labels.indices.map { scores[$0 * classes + Int(label)] }
            return try ROCCurve(scores: own, isPositive: labels.map { $0 == label }).auc
        }
        return areas.reduce(0, +) / Double(areas.count)
    }
}
