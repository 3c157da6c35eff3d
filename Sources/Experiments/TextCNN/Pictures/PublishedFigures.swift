import Foundation
import SwiftletTrain

/// The accuracies that Kim 2014 (table 2) reports on a data set, with word2vec vectors of 300 dimensions.
struct PublishedFigures {
    /// Share of the test part that a network classifies right.
    private struct Row {
        var random: Double
        var fixed: Double
        var updated: Double
    }

    private static let rows = [
        "mr": Row(random: 0.761, fixed: 0.810, updated: 0.815),
        "sst2": Row(random: 0.827, fixed: 0.868, updated: 0.872),
        "subj": Row(random: 0.896, fixed: 0.930, updated: 0.934),
        "trec": Row(random: 0.912, fixed: 0.928, updated: 0.936),
    ]

    private let name: String
    private let row: Row

    /// Those on the data of an experiment; nil if there are none. The set is told by the name of the training file.
    init?(for experiment: TextExperiment) {
        guard let file = experiment.configuration.trainFile else { return nil }
        name = String(URL(fileURLWithPath: file).lastPathComponent.prefix { $0 != "." })
        guard let row = Self.rows[name] else { return nil }
        self.row = row
    }

    /// A result and the published figures.
    func table(beside result: TextResult) -> ReportTable {
        func percent(_ share: Double) -> String { String(printf: "%.1f %%", 100 * share) }
        return ReportTable(
            name: "published", title: "Beside Kim 2014, on \(name.uppercased())",
            columns: ["network", "test accuracy"],
            rows: [
                ["this run", result.accuracyText],
                ["Kim 2014, vectors at random", percent(row.random)],
                ["Kim 2014, word2vec, fixed", percent(row.fixed)],
                ["Kim 2014, word2vec, updated", percent(row.updated)],
            ],
            notes: [
                "Kim's vectors have 300 dimensions; on MR and SUBJ the figures are means of a cross-validation with 10 folds."
            ])
    }
}
