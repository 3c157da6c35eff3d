/// How the scores of several classes become one.
public enum ScoreAverage: String, CaseIterable, Sendable {
    /// The mean over the classes, each counting alike. A class that neither occurs nor is ever judged is left out; a score that
    /// is undefined counts as 0.
    case macro
    /// The mean over the classes by their numbers of examples; a score that is undefined counts as 0.
    case weighted
    /// Examples of all classes counted together. Where each example has one class and one judgement, precision, recall and F1
    /// are then all the accuracy.
    case micro
}

// Of a class: the right judgements are those on the diagonal, a row has its examples, a column the judgements for it.
extension ConfusionMatrix {
    /// Number of examples of each class.
    public var exampleCounts: [Int] { counts.map { $0.reduce(0, +) } }

    /// How often each class was judged.
    public var judgedCounts: [Int] {
        counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
    }

    /// For each class, the share of the judgements for it that are right; nil if there are none.
    public var precisions: [Double?] {
        zip(counts.indices, judgedCounts).map { Self.ratio(counts[$0][$0], $1) }
    }

    /// For each class, the share of its examples that were taken for what they are; nil for a class without examples.
    public var recalls: [Double?] {
        zip(counts.indices, exampleCounts).map { Self.ratio(counts[$0][$0], $1) }
    }

    /// For each class, the harmonic mean of precision and recall, 2 * right / (examples + judgements): 0 if none is right,
    /// nil if the class neither occurs nor is ever judged.
    public var f1Scores: [Double?] {
        let (examples, judged) = (exampleCounts, judgedCounts)
        return counts.indices.map { Self.ratio(2 * counts[$0][$0], examples[$0] + judged[$0]) }
    }

    /// The precision over all classes. All averages are NaN without examples.
    public func precision(_ average: ScoreAverage) -> Double { averaged(precisions, average) }

    /// The recall over all classes.
    public func recall(_ average: ScoreAverage) -> Double { averaged(recalls, average) }

    /// The F1 score over all classes; the macro average is the mean of the scores, not the score of the means.
    public func f1Score(_ average: ScoreAverage) -> Double { averaged(f1Scores, average) }

    private func averaged(_ scores: [Double?], _ average: ScoreAverage) -> Double {
        switch average {
        case .micro: return accuracy
        case .macro:
            let present = zip(exampleCounts, judgedCounts).map { $0 + $1 > 0 }
            let counted = zip(scores, present).filter(\.1).map { $0.0 ?? 0 }
            return counted.reduce(0, +) / Double(counted.count)
        case .weighted:
            return zip(scores, exampleCounts).reduce(0) { $0 + ($1.0 ?? 0) * Double($1.1) } / Double(total)
        }
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
