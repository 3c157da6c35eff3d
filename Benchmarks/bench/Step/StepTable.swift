import Foundation

/// Measured training steps as a table.
struct StepTable {
    private let rows: [StepMeasurement]

    init(_ rows: [StepMeasurement]) { self.rows = rows }

    var text: String {
        var table = TextTable([
            "model", "threads", "batch", "samples/s", "step", "+-", "least", "of limit", "first step", "memory",
            "allocations",
        ])
        for row in rows {
            table.add([
                row.model, "\(row.threads)", "\(row.batchSize)", String(printf: "%.0f", row.samplesPerS),
                milliseconds(row.median), String(printf: "%.0f %%", Timing(row.stepS).spread * 100),
                row.leastStepS.map(milliseconds) ?? "",
                row.shareOfLimit.map { String(printf: "%.0f %%", $0 * 100) } ?? "",
                String(printf: "%.2f s", row.firstStepS), String(printf: "%.0f MB", row.peakRssMb),
                String(printf: "%.3g", row.allocationsPerStep),
            ])
        }
        return table.text
    }

    private func milliseconds(_ seconds: Double) -> String { String(printf: "%.2f ms", seconds * 1e3) }
}
