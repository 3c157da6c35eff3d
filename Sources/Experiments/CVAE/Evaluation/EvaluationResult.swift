import SwiftletTrain

/// What an evaluation came to; `result.json` of its run directory.
struct EvaluationResult: Codable, Equatable {
    /// The bounds on test pictures.
    var bounds: TestBounds
    /// Names of the classes.
    var classNames: [String]
    /// Whether generated pictures are of their class; nil if that was not asked for.
    var fidelity: ClassFidelity?
    /// Seconds from the start of the program's work to its result.
    var wallSeconds: Double?
    /// The run directory.
    var output: String?

    /// A result of the bounds alone.
    init(bounds: TestBounds, classNames: [String]) {
        self.bounds = bounds
        self.classNames = classNames
    }

    /// The result for a terminal.
    var lines: [String] {
        var lines = (bounds.rows + (fidelity?.rows ?? [])).map { "\($0.name): \($0.value)" }
        if let fidelity {
            let shares = zip(classNames, fidelity.fidelityByClass).map {
                "\($0) \(MetricText.value($1, of: "accuracy"))"
            }
            lines.append("Class fidelity by class: " + shares.joined(separator: ", "))
            lines.append("SHA-256 of the judging classifier's weights: \(fidelity.classifierWeightsSha256)")
        }
        return lines
    }

    /// The result for the report.
    var tables: [ReportTable] {
        let reference = [
            "reached by an unconditional VAE (Burda et al. 2015): 86.76 nats for -log p(x) with 5000 samples on dynamic "
                + "binarisation of MNIST, after long training."
        ]
        var tables = [
            ReportTable.keyResults(
                (bounds.rows + (fidelity?.rows ?? [])).map { (name: $0.name, value: $0.value, reference: "") },
                notes: ["Nats are means over pictures. \(Likelihood.warning)"] + reference)
        ]
        if let fidelity {
            tables.append(
                ReportTable(
                    name: "class-fidelity", title: "Generated pictures that are judged to be of their class",
                    columns: ["class", "share"],
                    rows: zip(classNames, fidelity.fidelityByClass).map {
                        [$0, MetricText.value($1, of: "accuracy")]
                    },
                    notes: [
                        "\(fidelity.generatedCount) Bernoulli means, judged by a classifier trained on the real training "
                            + "pictures; SHA-256 of its weights: \(fidelity.classifierWeightsSha256)"
                    ]))
        }
        return tables
    }
}
