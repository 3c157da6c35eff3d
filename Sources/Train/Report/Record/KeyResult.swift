/// A figure that says what a run reached.
struct KeyResult: Equatable {
    var name: String
    /// The value with its unit.
    var value: String
    /// A figure to compare it with; empty if there is none.
    var reference = ""
}

extension RunRecord {
    /// What the experiment named as its key results, else what `result.json` holds of known measures.
    var keyResults: [KeyResult] {
        if let table = tables.first(where: { $0.name == ReportTable.keyResults }) {
            return table.rows.filter { $0.count > 1 }.map {
                KeyResult(name: $0[0], value: $0[1], reference: $0.count > 2 ? $0[2] : "")
            }
        }
        return (result?.members ?? []).compactMap { member in
            guard KnownMeasure.isResult(member.name), let value = member.value.number else { return nil }
            return KeyResult(name: Wording.sentence(member.name), value: MetricText.value(value, of: member.name))
        }
    }
}

/// Measures that say by their name that they are results.
private enum KnownMeasure {
    static let endings = [
        "accuracy", "auc", "error_rate", "loss", "bound", "likelihood", "divergence", "distance", "precision", "recall",
        "fidelity", "f1",
    ]

    static func isResult(_ name: String) -> Bool { endings.contains { name == $0 || name.hasSuffix("_\($0)") } }
}

/// Names of settings and measures as words.
enum Wording {
    /// A value that breaks before its deviation, if it has to, and not within that or before its unit.
    static func unbroken(_ value: String) -> String {
        value.replacing("± ", with: "±\u{a0}").replacing(" %", with: "\u{a0}%")
    }

    private static let abbreviations: Set<Substring> = ["auc", "eer", "elbo", "f1", "kl"]

    /// "test_accuracy" as "test accuracy", "kl" as "KL".
    static func words(_ name: String) -> String {
        name.split(separator: "_").map { abbreviations.contains($0) ? $0.uppercased() : String($0) }
            .joined(separator: " ")
    }

    /// "test_accuracy" as "Test accuracy".
    static func sentence(_ name: String) -> String {
        let words = words(name)
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
