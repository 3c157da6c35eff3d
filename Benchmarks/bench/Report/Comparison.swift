import Foundation

/// What changed from one run to another.
struct Comparison {
    enum Verdict: String, CaseIterable { case faster, slower, noise, unjudged, wrong }

    struct Change {
        var name: String
        var before: JSONReport.Entry
        var after: JSONReport.Entry
        var verdict: Verdict
        /// How many times faster.
        var factor: Double { (before.medianSeconds ?? .nan) / (after.medianSeconds ?? .nan) }
    }

    /// Below this, clock rates and the placement of memory make runs of the same program differ.
    static let leastChange = 0.03
    static let leastChangeText = "3 %"
    /// Fewer samples say nothing about their spread.
    private static let fewestSamples = 3

    private(set) var changes: [Change] = []
    private(set) var onlyBefore: [String] = []
    private(set) var onlyAfter: [String] = []
    let machines: (before: String, after: String)

    init(before: JSONReport, after: JSONReport) {
        machines = (before.cpu, after.cpu)
        // Estimates of the reference are not times.
        let old = before.rows.filter { $0.outcome != .estimated }
        let new = after.rows.filter { $0.outcome != .estimated }
        let known = Dictionary(old.map { (Self.name($0), $0) }) { first, _ in first }
        var seen: Set<String> = []
        for entry in new {
            let name = Self.name(entry)
            guard seen.insert(name).inserted else { continue }
            if let base = known[name] {
                changes.append(Change(name: name, before: base, after: entry, verdict: Self.verdict(base, entry)))
            } else {
                onlyAfter.append(name)
            }
        }
        for entry in old where seen.insert(Self.name(entry)).inserted { onlyBefore.append(Self.name(entry)) }
    }

    private static func name(_ entry: JSONReport.Entry) -> String {
        let title = entry.pass.isEmpty ? entry.operatorName : "\(entry.operatorName) \(entry.pass)"
        return "\(title), \(entry.shape), \(entry.variant), \(entry.threads) thread\(entry.threads == 1 ? "" : "s")"
    }

    static func verdict(_ before: JSONReport.Entry, _ after: JSONReport.Entry) -> Verdict {
        if after.outcome == .wrong { return .wrong }
        guard let old = before.medianSeconds, let new = after.medianSeconds,
            let oldLower = before.lowerQuartileSeconds, let oldUpper = before.upperQuartileSeconds,
            let newLower = after.lowerQuartileSeconds, let newUpper = after.upperQuartileSeconds,
            min(before.samples ?? 0, after.samples ?? 0) >= fewestSamples
        else { return .unjudged }
        if newUpper < oldLower, old > new * (1 + leastChange) { return .faster }
        if newLower > oldUpper, new > old * (1 + leastChange) { return .slower }
        return .noise
    }

    func changes(_ verdict: Verdict) -> [Change] { changes.filter { $0.verdict == verdict } }

    var isWorse: Bool { changes.contains { $0.verdict == .slower || $0.verdict == .wrong } }

    var text: String {
        var lines: [String] = []
        if machines.before != machines.after {
            lines.append("Note: the runs are from different CPUs: \(machines.before), and \(machines.after).")
        }
        for (verdict, title) in [(Verdict.slower, "Slower"), (.faster, "Faster")] {
            let rows = changes(verdict).sorted { abs(log($0.factor)) > abs(log($1.factor)) }
            if rows.isEmpty { continue }
            lines.append("\(title):")
            for row in rows {
                let (old, new) = (row.before.medianSeconds!, row.after.medianSeconds!)
                let change = String(printf: "%+.1f %%", (new / old - 1) * 100)
                lines.append("  \(change)  \(RowPrinter.time(old)) → \(RowPrinter.time(new))  \(row.name)")
            }
        }
        let sections = [
            ("Wrong results", changes(.wrong).map(\.name)),
            ("Timed too few times to judge", changes(.unjudged).map(\.name)),
            ("Only in the first file", onlyBefore), ("Only in the second file", onlyAfter),
        ]
        for (title, names) in sections where !names.isEmpty {
            lines += ["\(title):"] + names.map { "  " + $0 }
        }
        lines.append(
            "\(changes(.faster).count) faster, \(changes(.slower).count) slower, \(changes(.noise).count) within the noise"
                + (mean.map { String(printf: "; as a geometric mean, %.3f times as fast.", $0) } ?? "."))
        return lines.joined(separator: "\n")
    }

    /// Geometric mean of all factors, those within the noise included.
    var mean: Double? {
        let factors = changes.filter { $0.verdict != .wrong }.map(\.factor).filter { $0.isFinite && $0 > 0 }
        return factors.isEmpty ? nil : exp(factors.map { log($0) }.reduce(0, +) / Double(factors.count))
    }
}
