import Foundation

/// Measured inferences as a table.
struct InferenceTable {
    private let rows: [InferenceMeasurement]

    init(_ rows: [InferenceMeasurement]) { self.rows = rows }

    var text: String {
        var table = TextTable([
            "model", "threads", "batch", "p50", "p99", "samples/s", "first call", "memory", "allocations",
        ])
        for row in rows {
            table.add([
                row.model, "\(row.threads)", "\(row.batchSize)", milliseconds(row.p50S), milliseconds(row.p99S),
                String(printf: "%.0f", row.samplesPerS), String(printf: "%.2f s", row.firstCallS),
                String(printf: "%.0f MB", row.peakRssMb), String(printf: "%.3g", row.allocationsPerCall),
            ])
        }
        return table.text
    }

    private func milliseconds(_ seconds: Double) -> String { String(printf: "%.3f ms", seconds * 1e3) }
}
