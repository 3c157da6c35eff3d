import Foundation

/// The machine's limits as text.
struct LimitsTable {
    private let limits: MachineLimits

    init(_ limits: MachineLimits) { self.limits = limits }

    var text: String {
        var threads: [Int] = []
        for peak in limits.peaks where !threads.contains(peak.threads) { threads.append(peak.threads) }
        return threads.map(section).joined(separator: "\n\n")
    }

    private func section(_ threads: Int) -> String {
        let peaks = limits.peaks.filter { $0.threads == threads }.map {
            "\($0.instructionSet) \(String(printf: "%.1f", $0.gigaflopsPerSecond))"
        }
        var lines = [
            "Limits on \(threads) thread\(threads == 1 ? "" : "s"):",
            "  multiply-add, GFLOP/s: \(peaks.joined(separator: ", "))",
        ]
        lines.append(
            "  GB/s    " + ["read", "write", "copy", "update"].map { $0.rightAligned(to: 8) }.joined(separator: ""))
        for bandwidth in limits.bandwidths where bandwidth.threads == threads {
            let figures = [bandwidth.read, bandwidth.write, bandwidth.copy, bandwidth.update]
            lines.append(
                "    " + bandwidth.level.rawValue.padded(to: 6)
                    + figures.map { String(printf: "%.1f", $0).rightAligned(to: 8) }.joined())
        }
        return lines.joined(separator: "\n")
    }
}
