import Foundation
import TestSupport
import Testing

@Suite("The command runs")
struct RunsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func runs(_ arguments: String...) throws -> Program.Result {
        try Program.run("runs", arguments, in: folder)
    }

    private func fails(_ arguments: String..., with sentence: String) throws {
        let result = try Program.run("runs", arguments, in: folder)
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors == "error: \(sentence)\n")
    }

    /// A run as a training leaves it.
    private func makeRun(_ name: String, accuracy: Double, started: String = "2026-11-25T18:45:12Z") throws {
        try folder.write(#"{"seed": 7, "model": {"kernel_sizes": [3, 5]}}"#, to: "\(name)/config.json")
        try folder.write(
            #"{"arguments": ["/opt/textcnn", "train", "--output", "x"], "start_time": "\#(started)", "cpu": "A CPU"}"#,
            to: "\(name)/environment.json")
        try folder.write(#"{"test_accuracy": \#(accuracy), "wall_seconds": 75}"#, to: "\(name)/result.json")
        try folder.write(
            #"{"epoch":1,"train":{"loss":1},"evaluation":{"accuracy":\#(accuracy)}}"# + "\n",
            to: "\(name)/metrics.jsonl")
    }

    @Test func writesAReportOverSeveralRuns() throws {
        try makeRun("runs/a", accuracy: 0.75)
        try makeRun("runs/b", accuracy: 0.5)
        let result = try runs("report", "runs/a", "runs/b", "--output", "all.html")
        #expect(result.status == 0 && result.output == "Report: all.html\n" && result.errors.isEmpty)
        let page = try folder.text("all.html")
        #expect(page.contains("2 runs: textcnn") && page.contains("75.00") && page.contains("50.00"))
        #expect(try runs("report", "runs/a").output == "Report: report.html\n")
        #expect(try folder.text("report.html").contains("<h1>textcnn train</h1>"))
        let json = try runs("report", "runs/a", "runs/b", "--json")
        #expect(json.output == #"{"report":"report.html","runs":["runs/a","runs/b"]}"# + "\n")
        #expect(json.errors == "Report: report.html\n")
    }

    @Test func aReportThatFailsLeavesTheOldPage() throws {
        try makeRun("a", accuracy: 0.75)
        try folder.write("old", to: "report.html")
        try folder.write("{\n\"a\": ,\n}", to: "a/result.json")
        try fails("report", "a", with: "a/result.json:2: this is not JSON: a value was expected")
        #expect(try folder.text("report.html") == "old")
    }

    @Test func userErrors() throws {
        try folder.write("x", to: "other/file.txt")
        try fails("report", "none", with: "none: there is no such folder")
        try fails(
            "show", "other", with: "other: this is not a run directory: it has neither config.json nor environment.json"
        )
        try fails("show", "other/file.txt", with: "other/file.txt: this is a file; a run directory was expected")
        try fails("list", "none", with: "none: there is no such folder")
        try fails("report", with: "Missing expected argument '<folder> ...'")
        try makeRun("a", accuracy: 0.75)
        let unwritable = try runs("report", "a", "--output", "none/report.html")
        #expect(unwritable.status == 1 && unwritable.errors.hasPrefix("error: cannot write none/report.html: "))
    }

    @Test func listsRuns() throws {
        try makeRun("runs/b", accuracy: 0.5, started: "2026-11-25T19:00:00Z")
        try makeRun("runs/a", accuracy: 0.75)
        let list = try runs("list")
        #expect(list.status == 0)
        let lines = list.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines == [
                "run experiment key result time started",
                "a textcnn train Test accuracy: 75.00 % 1 min 15 s 2026-11-25 18:45 UTC",
                "b textcnn train Test accuracy: 50.00 % 1 min 15 s 2026-11-25 19:00 UTC", "",
            ])
        try folder.write("{", to: "runs/c/config.json")
        let damaged = try runs("list")
        #expect(damaged.status == 1 && damaged.output == list.output)
        #expect(damaged.errors.hasPrefix("error: runs/c/config.json:1: "))
        try folder.write("{", to: "runs/d/config.json")
        let errors = try runs("list").errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(errors.count == 3 && errors[0].hasPrefix("error: runs/c/") && errors[1].hasPrefix("error: runs/d/"))
        try folder.write("x", to: "empty/file")
        #expect(try runs("list", "empty").output == "There are no runs in empty.\n")
    }

    @Test func writesJSON() throws {
        try makeRun("runs/a", accuracy: 0.75)
        try folder.write(#"{"New York": 1}"#, to: "runs/a/result.json")
        try folder.write("{", to: "runs/b/config.json")
        let list = try runs("list", "--json")
        #expect(list.status == 1 && list.lines.count == 2 && list.errors.hasPrefix("error: runs/b/config.json:1: "))
        let listed = try #require(try list.json["runs"] as? [[String: Any]])
        #expect(listed.count == 1 && listed[0]["path"] as? String == "runs/a")
        #expect(listed[0]["command"] as? String == "textcnn train")
        #expect((try list.json["failures"] as? [String])?.count == 1)
        let show = try runs("show", "runs/a", "--json")
        #expect(show.status == 0 && show.lines.count == 2 && show.errors.isEmpty)
        let shown = try #require((try show.json["runs"] as? [[String: Any]])?.first)
        let configuration = try #require(shown["configuration"] as? [String: Any])
        #expect((configuration["model"] as? [String: Any])?["kernel_sizes"] as? [Int] == [3, 5])
        // The names of a file stay as they are.
        #expect((shown["result"] as? [String: Any])?["New York"] as? Int == 1)
    }

    @Test func showsARun() throws {
        try makeRun("runs/a", accuracy: 0.75)
        let shown = try runs("show", "runs/a")
        #expect(shown.status == 0)
        for line in [
            "textcnn train", "  Test accuracy  75.00 %", "  model.kernel_sizes  3, 5", "  CPU  A CPU",
            "  /opt/textcnn train",
        ] { #expect(shown.lines.contains(line), "\(line)") }
    }

    @Test func comparesRuns() throws {
        try makeRun("runs/a", accuracy: 0.75)
        try makeRun("runs/b", accuracy: 0.5)
        try folder.write(#"{"seed": 8, "model": {"kernel_sizes": [3, 5]}, "limit": 2}"#, to: "runs/b/config.json")
        let compared = try runs("show", "runs/a", "runs/b")
        #expect(compared.status == 0)
        let lines = compared.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines == [
                "a b", "experiment textcnn train textcnn train", "Test accuracy 75.00 % 50.00 %",
                "time 1 min 15 s 1 min 15 s", "seed 7 8", "limit – 2", "",
            ])
    }

    @Test func help() throws {
        for arguments in [["--help"], ["report", "--help"], []] {
            let result = try Program.run("runs", arguments, in: folder)
            #expect(result.status == 0 && result.output.contains("USAGE: runs"))
        }
    }
}
