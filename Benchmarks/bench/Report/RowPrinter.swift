import Foundation

/// Prints rows as they come, so that a long run shows where it is: the widths are fixed, and a line fits into 80 columns.
struct RowPrinter {
    /// Head and width of each column after the variant.
    private static let columns = [
        ("threads", 8), ("time", 10), ("spread", 8), ("GFLOP/s", 8), ("GB/s", 7), ("of limit", 12), ("x ref", 8),
        ("x auto", 7),
    ]
    private static let variantWidth = 9
    private var lastTitle = ""

    mutating func print(_ rows: [Row]) {
        guard let workload = rows.first?.workload else { return }
        if workload.title != lastTitle {
            Swift.print(lastTitle.isEmpty ? workload.title : "\n\(workload.title)")
            let heads = Self.columns.map { $0.0.rightAligned(to: $0.1) }.joined()
            Swift.print("  " + "variant".padded(to: Self.variantWidth) + heads)
            lastTitle = workload.title
        }
        Swift.print(" \(workload.shape)")
        for row in rows { Swift.print("  " + Self.line(row)) }
    }

    static func line(_ row: Row) -> String {
        let head = (row.variant.name + (row.isAutomatic ? " *" : "")).padded(to: variantWidth)
        let cells: [String]
        if let timing = row.timing, row.outcome != .wrong {
            let isEstimate = row.outcome == .estimated
            let mark = isEstimate || row.checkedShape != nil ? "~" : ""
            cells = [
                "\(row.threads)", (isEstimate ? "~" : "") + time(timing.median),
                isEstimate ? "" : timing.samples > 1 ? String(printf: "±%.1f%%", timing.spread * 100) : "once",
                number(row.gigaflops), number(row.gigabytes),
                row.shareOfLimit.map { String(printf: "%.0f%% ", $0 * 100) + row.need!.cause } ?? "",
                row.timesReference.map { mark + factor($0) } ?? "", row.timesAutomatic.map(factor) ?? "",
            ]
        } else {
            let allowed = row.workload.tolerance
            return "\(head)\("\(row.threads)".rightAligned(to: columns[0].1))  WRONG: differs from the reference by "
                + "\(row.difference), allowed \(allowed)"
                + (row.checkedShape.map { ", in the shape \($0)" } ?? "")
        }
        return head + zip(cells, columns).map { $0.rightAligned(to: $1.1) }.joined()
    }

    private static func number(_ value: Double?) -> String {
        value.map { String(printf: $0 < 1 ? "%.2f" : "%.1f", $0) } ?? ""
    }

    private static func factor(_ value: Double) -> String {
        String(printf: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
    }

    static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-3: String(printf: "%.2f µs", seconds * 1e6)
        case ..<1: String(printf: "%.2f ms", seconds * 1e3)
        default: String(printf: "%.2f s", seconds)
        }
    }
}
