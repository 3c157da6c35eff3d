import Foundation
import TestSupport
import Testing

@testable import bench

@Suite("Comparisons of two runs")
struct ComparisonTests {
    private let base = Samples.report([("a", 1e-3), ("b", 1e-3), ("c", 1e-3), ("gone", 1e-3)])
    private let new = Samples.report([("a", 1.2e-3), ("b", 0.8e-3), ("c", 1.01e-3), ("added", 1e-3)])

    @Test("Rows are faster or slower beyond the noise, or within it; others are named")
    func verdicts() {
        let comparison = Comparison(before: base, after: new)
        #expect(comparison.changes.map(\.verdict) == [.slower, .faster, .noise])
        #expect(comparison.onlyBefore == ["gemm, gone, generic, 1 thread"])
        #expect(comparison.onlyAfter == ["gemm, added, generic, 1 thread"])
        #expect(comparison.isWorse)
        let text = comparison.text
        for part in [
            "Slower:\n  +20.0 %  1.00 ms → 1.20 ms  gemm, a, generic, 1 thread", "Faster:\n  -20.0 %",
            "1 faster, 1 slower",
            "1 within the noise", "Only in the first file:\n  gemm, gone", "Only in the second file:\n  gemm, added",
        ] { #expect(text.contains(part), "\(text)") }
    }

    @Test("Quartiles that meet are noise, however far apart the medians are")
    func wideSpread() {
        var (before, after) = (base.rows[0], new.rows[0])
        before.upperQuartileSeconds = 1.18e-3
        after.lowerQuartileSeconds = 1.1e-3
        #expect(Comparison.verdict(before, after) == .noise)
        #expect(Comparison.verdict(after, before) == .noise)
    }

    @Test("A change of two percent is noise, however narrow the quartiles are")
    func smallChange() {
        var (before, after) = (base.rows[0], base.rows[0])
        (before.lowerQuartileSeconds, before.upperQuartileSeconds) = (1e-3, 1e-3)
        after.medianSeconds = 1.02e-3
        (after.lowerQuartileSeconds, after.upperQuartileSeconds) = (1.02e-3, 1.02e-3)
        #expect(Comparison.verdict(before, after) == .noise)
    }

    @Test("Rows that were timed once are not judged, and wrong ones are")
    func others() {
        let once = Samples.report([("a", 2e-3)], samples: 1)
        #expect(Comparison.verdict(base.rows[0], once.rows[0]) == .unjudged)
        var wrong = new
        wrong.rows[2].outcome = .wrong
        wrong.rows.remove(at: 0)
        let comparison = Comparison(before: base, after: wrong)
        #expect(comparison.isWorse && comparison.text.contains("Wrong results:\n  gemm, c"))
        #expect(!Comparison(before: base, after: base).isWorse)
    }

    @Test("The command's status is 0, and 1 for slower rows if it is asked to")
    func status() throws {
        let folder = try TemporaryFolder()
        try base.write(to: folder("base.json"))
        try new.write(to: folder("new.json"))
        func compare(_ arguments: String...) throws -> Program.Result {
            try Program("bench", ["compare"] + arguments, in: folder).finish()
        }
        let plain = try compare("base.json", "new.json")
        #expect(plain.status == 0 && plain.output.contains("Slower:"), "\(plain.errors)")
        let piped = try Program.shell("bench compare <(cat base.json) <(cat new.json)", in: folder)
        #expect(piped.status == 0 && piped.output == plain.output, "\(piped.errors)")
        #expect(try compare("base.json", "new.json", "--fail-on-slower").status == 1)
        #expect(try compare("base.json", "base.json", "--fail-on-slower").status == 0)
        let json = try compare("base.json", "new.json", "--json", "--fail-on-slower")
        #expect(json.status == 1 && json.errors.contains("Slower:"))
        let report = try json.json
        #expect(
            report["counts"] as? [String: Int] == ["slower": 1, "faster": 1, "noise": 1, "unjudged": 0, "wrong": 0])
        #expect(report["only_after"] as? [String] == ["gemm, added, generic, 1 thread"])
        let rows = try #require(report["rows"] as? [[String: Any]])
        #expect(rows.map { $0["shape"] as? String } == ["a", "b", "c"])
        #expect(rows[0]["operator"] as? String == "gemm" && rows[0]["verdict"] as? String == "slower")
        #expect(rows[1]["times_as_fast"] as? Double == 1.25 && rows[1]["after_seconds"] as? Double == 0.8e-3)
        try folder.write("{}", to: "other.json")
        let other = try compare("base.json", "other.json")
        #expect(other.status != 0 && other.errors.contains("other.json does not hold figures"))
        #expect(try compare("base.json", "missing.json").errors.contains("cannot read missing.json"))
    }
}
