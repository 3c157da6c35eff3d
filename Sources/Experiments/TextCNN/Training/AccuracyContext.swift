import Foundation
import SwiftletEvaluation
import SwiftletTrain

/// What an accuracy must be seen beside: where nearly all examples are of one class, always answering it is nearly always right.
public struct AccuracyContext: Codable, Equatable, Sendable {
    /// Fraction of the examples that are of the most frequent class.
    public var majorityFraction: Double
    /// Mean over the classes of the harmonic mean of precision and recall.
    public var macroF1: Double
    /// Of two classes that both occur, the area under the ROC curve of the second one's probability; else nil.
    public var auc: Double?

    init(majorityFraction: Double, macroF1: Double, auc: Double?) {
        self.majorityFraction = majorityFraction
        self.macroF1 = macroF1
        self.auc = auc
    }

    init(_ confusion: ConfusionMatrix, auc: Double?) {
        self.init(majorityFraction: confusion.majorityFraction, macroF1: confusion.f1Score(.macro), auc: auc)
    }

    /// The means over several test sets, at least one.
    init(meanOf contexts: [AccuracyContext]) {
        func mean(_ values: [Double]) -> Double { MeanAndDeviation(values).mean }
        majorityFraction = mean(contexts.map(\.majorityFraction))
        macroF1 = mean(contexts.map(\.macroF1))
        let areas = contexts.compactMap(\.auc)
        auc = areas.count == contexts.count ? mean(areas) : nil
    }

    /// "majority class 52.00 %, macro F1 0.9300, AUC 0.9812".
    var text: String {
        (["majority class \(majorityText)", String(printf: "macro F1 %.4f", macroF1)]
            + (auc.map { [String(printf: "AUC %.4f", $0)] } ?? [])).joined(separator: ", ")
    }

    private var majorityText: String { MetricText.value(majorityFraction, of: "accuracy") }

    /// The figures as rows of a table of key results: name, value, reference.
    var keyResults: [(String, String, String)] {
        [
            ("Majority class", majorityText, "accuracy of always answering it"),
            ("Macro F1", String(printf: "%.4f", macroF1), ""),
        ] + (auc.map { [("ROC AUC", String(printf: "%.4f", $0), "")] } ?? [])
    }

    /// A warning about classes that a set has no example of; nil if there are none. `set` is the set with its article.
    static func warning(withoutExample classes: [Int], of labels: [String], in set: String) -> String? {
        guard !classes.isEmpty else { return nil }
        let shown = 5
        let names = classes.prefix(shown).map { "\"\(labels[$0])\"" }.joined(separator: ", ")
        let more = classes.count > shown ? " and \(classes.count - shown) other classes" : ""
        return "Warning: \(set) has no example of \(names)\(more)"
    }
}
