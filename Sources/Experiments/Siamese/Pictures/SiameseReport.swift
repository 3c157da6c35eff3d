import Foundation
import SwiftletEvaluation
import SwiftletTrain

/// Curves and tables over the rounds of a run.
struct SiameseReport {
    private let experiment: SiameseExperiment
    private let rounds: [SplitResult]

    init(_ experiment: SiameseExperiment, _ rounds: [SplitResult]) {
        self.experiment = experiment
        self.rounds = rounds
    }

    private var isCrossValidation: Bool { rounds.count > 1 }

    /// The tables of a run that came to `result`.
    func tables(_ result: SiameseResult) -> [ReportTable] {
        [keyResults(result), roundsTable, ORLFigures.table(beside: result, on: experiment.faces.source)]
    }

    /// The charts of a run.
    var figures: [Figure] {
        let over = isCrossValidation ? ", mean over \(rounds.count) folds" : ""
        return [
            Figure(
                name: "loss", caption: "Contrastive loss of the training pairs by epoch\(over).",
                content: .chart(chart("Contrastive loss", "loss (squared distance)", ["loss": "training pairs"])),
                metrics: ["loss"]),
            Figure(
                name: "distances",
                caption:
                    "Mean distance of the training pairs by epoch\(over): of the same person and of different people.",
                content: .chart(
                    chart(
                        "Distances of training pairs", "distance",
                        ["same_distance": "same person", "different_distance": "different people"])),
                metrics: ["same_distance", "different_distance"]),
            Figure(
                name: "roc",
                caption: """
                    Receiver operating characteristic over \(pairsText) of images of people that were never seen: what \
                    fraction of the same is accepted at the price of which fraction of different people.
                    """,
                content: .chart(ROCChart.chart(rounds.map(\.curve)))),
        ]
    }

    private func keyResults(_ result: SiameseResult) -> ReportTable {
        .keyResults(
            result.rows.map { name, value in (name, value, "") },
            notes: [
                "Over \(pairsText) of images of people that were never seen; the threshold is that of the training people."
            ])
    }

    /// "all 780 pairs", or how many were drawn from how many.
    private var pairsText: String { rounds.count == 1 ? rounds[0].test.pairsText : "the pairs" }

    private func chart(_ title: String, _ yLabel: String, _ metrics: KeyValuePairs<String, String>) -> LineChart {
        LineChart(
            title: title, xLabel: "epoch", yLabel: yLabel,
            series: metrics.map { metric, name in LineChart.Series(name: name, values: means(of: metric)) })
    }

    /// The mean of a training metric by epoch, over the rounds.
    private func means(of metric: String) -> [Double] {
        let epochs = rounds.map(\.epochs.count).min() ?? 0
        return (0..<epochs).map { epoch in
            MeanAndDeviation(rounds.map { $0.epochs[epoch].train[metric] ?? .nan }).mean
        }
    }

    private var roundsTable: ReportTable {
        let names = experiment.faces.people.map(\.name)
        let rows = zip(rounds, experiment.splits).enumerated().flatMap { number, round in
            let (result, split) = round
            let label = isCrossValidation ? "fold \(number + 1), " : ""
            return [
                [label + "test people"] + Self.cells(result.test) + [
                    Self.listed(split.test.map { names[$0] })
                ],
                [label + "training people"] + Self.cells(result.training) + ["the others"],
            ]
        }
        return ReportTable(
            name: "verification", title: "Verification by round",
            columns: [
                "", "AUC", "EER", "accuracy", "balanced", "one-shot", "threshold", "pairs same / different", "people",
            ],
            rows: rows,
            notes: [
                "Accuracy, balanced accuracy: at the threshold that suits the training people best.",
                "One-shot: \(rounds.first?.test.ways ?? 0) people to choose from.",
            ])
    }

    /// Names in one line, of many the first.
    private static func listed(_ names: [String]) -> String {
        let shown = 20
        let rest = names.count > shown + 1 ? names.count - shown : 0
        return names.prefix(names.count - rest).joined(separator: " ") + (rest > 0 ? " and \(rest) others" : "")
    }

    private static func cells(_ result: VerificationResult) -> [String] {
        func percent(_ share: Double) -> String { String(printf: "%.2f %%", 100 * share) }
        return [
            String(printf: "%.4f", result.auc), percent(result.equalErrorRate), percent(result.accuracy),
            percent(result.balancedAccuracy), percent(result.oneShotAccuracy), String(printf: "%.4f", result.threshold),
            "\(result.samePairs) / \(result.differentPairs)"
                + (result.sampledSamePairs.map { ", of which \($0) / \(result.sampledDifferentPairs ?? 0) drawn" } ?? ""),
        ]
    }
}
