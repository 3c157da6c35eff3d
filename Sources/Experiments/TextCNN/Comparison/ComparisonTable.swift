import ExperimentSupport
import Foundation
import SwiftletNN
import SwiftletTrain

/// The comparison as a table and as curves.
struct ComparisonTable {
    let rows: [ComparisonRow]
    let seedCount: Int
    /// What was trained on.
    let data: String

    private let columns = ["network", "test accuracy", "majority class", "macro F1", "reported"]
    private let note =
        "Reported: figures of the course assignment behind this experiment, on a data set that is not known; "
        + "for orientation only."

    private var cells: [[String]] {
        rows.map { row in
            [
                row.cell.name, row.summary.percentText,
                MetricText.value(row.context.majorityFraction, of: "accuracy"),
                String(printf: "%.4f", row.context.macroF1),
                MetricText.value(row.cell.reportedAccuracy, of: "accuracy"),
            ]
        }
    }

    /// For a terminal.
    var text: String { TextTable.aligned([columns] + cells) + "\n" + note }

    /// The table as a picture.
    var svg: String {
        TablePicture(
            title: "Kernel size and pooling on \(data)", columns: columns, rows: cells,
            notes: [spread, note]
        ).svg
    }

    /// The table for a report.
    var reportTable: ReportTable {
        ReportTable(
            name: "comparison", title: "Kernel size and pooling on \(data)", columns: columns, rows: cells,
            notes: [spread, note])
    }

    private var spread: String { "Mean ± sample standard deviation over \(seedCount) seeds." }

    /// Development accuracy by epoch.
    var curves: Figure {
        let chart = LineChart(
            title: "Accuracy on the development part, \(data)", xLabel: "epoch", yLabel: "accuracy (%)",
            series: rows.map { row in
                LineChart.Series(
                    name: row.cell.name, values: TrainingCurves.means(row.rounds) { $0.evaluation["accuracy"] })
            })
        return Figure(
            name: "curves", caption: "Mean over the seeds, network by network.", alternativeText: chart.title,
            content: .chart(chart), metrics: ["accuracy"])
    }
}
