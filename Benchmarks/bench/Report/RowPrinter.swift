import Foundation

/// Prints rows as they come, so that a long run shows where it is: the widths are fixed.
struct RowPrinter {
    private static let columns: [(name: String, width: Int)] = [
        ("variant", 10), ("threads", 7), ("time", 10), ("spread", 7), ("GFLOP/s", 8), ("GB/s", 7), ("x reference", 11),
        ("x auto", 7),
    ]
    private var lastTitle = ""

    mutating func print(_ rows: [Row]) {
        guard let workload = rows.first?.workload else { return }
        let title = "\(workload.operatorName) \(workload.pass)".trimmingCharacters(in: .whitespaces)
        if title != lastTitle {
            Swift.print(lastTitle.isEmpty ? title : "\n\(title)")
            let cells = Self.columns.map {
                $0.width == 10 && $0.name == "variant" ? $0.name.padded(to: 10) : $0.name.rightAligned(to: $0.width)
            }
            Swift.print("    " + cells.joined(separator: "  "))
            lastTitle = title
        }
        Swift.print("  " + workload.shape)
        for row in rows { Swift.print("    " + line(row)) }
        fflush(nil)
    }

    private func line(_ row: Row) -> String {
        var cells = [row.variant + (row.isAutomatic ? " *" : ""), "\(row.threads)"]
        switch row.outcome {
        case .wrong:
            return cells[0].padded(to: 10) + "  " + cells[1].rightAligned(to: 7)
                + "  WRONG: differs from the reference by \(row.difference), allowed \(row.workload.tolerance)"
        case .measured:
            let timing = row.timing!
            cells += [
                Self.time(timing.median), timing.samples > 1 ? String(format: "±%.1f %%", timing.spread * 100) : "once",
                row.gigaflops.map { String(format: "%.1f", $0) } ?? "",
                row.gigabytes.map { String(format: "%.1f", $0) } ?? "",
                row.timesReference.map { String(format: "%.2f", $0) } ?? "",
                row.timesAutomatic.map { String(format: "%.2f", $0) } ?? "",
            ]
            return zip(cells, Self.columns).enumerated().map { index, pair in
                index == 0 ? pair.0.padded(to: pair.1.width) : pair.0.rightAligned(to: pair.1.width)
            }.joined(separator: "  ")
        }
    }

    private static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-3: String(format: "%.2f µs", seconds * 1e6)
        case ..<1: String(format: "%.2f ms", seconds * 1e3)
        default: String(format: "%.2f s", seconds)
        }
    }
}
