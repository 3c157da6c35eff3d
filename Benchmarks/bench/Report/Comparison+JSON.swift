import SwiftletTensor

extension Comparison {
    /// What `compare --json` writes.
    struct Report: Encodable {
        struct Row: Encodable {
            var operatorName: String
            var pass: String
            var shape: String
            var variant: String
            var threads: Int
            var verdict: String
            var beforeSeconds: Double?
            var afterSeconds: Double?
            var timesAsFast: Double?

            enum CodingKeys: String, CodingKey {
                case operatorName = "operator"
                case pass, shape, variant, threads, verdict, beforeSeconds, afterSeconds, timesAsFast
            }
        }

        let beforeCPU: String
        let afterCPU: String
        /// How many rows there are of each verdict.
        let counts: [String: Int]
        let isWorse: Bool
        /// Geometric mean over all rows.
        let timesAsFast: Double?
        let rows: [Row]
        let onlyBefore: [String]
        let onlyAfter: [String]

        enum CodingKeys: String, CodingKey {
            case beforeCPU = "before_cpu"
            case afterCPU = "after_cpu"
            case counts, isWorse, timesAsFast, rows, onlyBefore, onlyAfter
        }
    }

    /// The comparison with its numbers.
    var report: Report {
        Report(
            beforeCPU: machines.before, afterCPU: machines.after,
            counts: Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0.rawValue, changes($0).count) }),
            isWorse: isWorse, timesAsFast: mean,
            rows: changes.map {
                let entry = $0.after
                return Report.Row(
                    operatorName: entry.operatorName, pass: entry.pass, shape: entry.shape, variant: entry.variant,
                    threads: entry.threads, verdict: $0.verdict.rawValue, beforeSeconds: $0.before.medianSeconds,
                    afterSeconds: entry.medianSeconds, timesAsFast: $0.factor.isFinite ? $0.factor : nil)
            }, onlyBefore: onlyBefore, onlyAfter: onlyAfter)
    }
}
