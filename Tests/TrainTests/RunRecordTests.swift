import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct RunRecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func sentence(_ body: () throws -> Void) -> String {
        #expect(throws: RunError.self, performing: body)?.description ?? ""
    }

    @Test func refusesWhatIsNoRun() throws {
        #expect(sentence { _ = try RunRecord(folder("no")) } == "\(folder("no")): there is no such folder")
        try folder.write("x", to: "file")
        #expect(sentence { _ = try RunRecord(folder("file")) }.contains("this is a file; a run directory was expected"))
        #expect(sentence { _ = try RunRecord(folder.path) }.contains("this is not a run directory"))
        #expect(sentence { _ = try RunReport(directories: []) } == "a report needs at least one run directory")
    }

    @Test(arguments: [
        ("config.json", "{\n\"a\": }", "config.json:2: this is not JSON: a value was expected"),
        ("environment.json", "{\"a\": 1", "environment.json:1: this is not JSON"),
        ("result.json", "", "result.json:1: this is not JSON"),
        ("metrics.jsonl", "{}\n{}\n{\"epoch\": }\n", "metrics.jsonl:3: this is not JSON"),
        ("metrics.jsonl", "{}\n\n{}\n", "metrics.jsonl:2: this is not JSON"),
        ("tables.json", "[\n{]", "tables.json:2: this is not JSON"),
        ("tables.json", "[{\"name\": 1}]", "tables.json: [0].name: "),
        ("figures.json", "{}", "figures.json: the file: "),
        (
            "figures.json", #"[{"name":"a","file":"../../etc/passwd","caption":"","alternative_text":""}]"#,
            "'../../etc/passwd' is no file of the run directory"
        ),
        ("figures.json", #"[{"name":"a","file":"a.png","caption":""}]"#, "figures.json: [0] has no 'alternativeText'"),
    ])
    func tellsWhereAFileIsDamaged(file: String, text: String, expected: String) throws {
        let run = try RunFiles("run", in: folder)
        try run.write(text: text, to: file)
        let sentence = sentence { _ = try run.record }
        #expect(sentence.contains(expected) && sentence.hasPrefix(run.path), "\(sentence)")
        #expect(!sentence.contains("\n"))
    }

    @Test func aListedPictureMustBeThere() throws {
        let run = try RunFiles("run", in: folder)
        try run.write(
            [["name": "a", "file": "a.png", "caption": "", "alternative_text": ""]], to: "figures.json")
        #expect(sentence { _ = try run.report }.contains("figures.json lists a.png, which is not there"))
    }

    @Test("A line that was being written when the run was killed is left out")
    func unfinishedLine() throws {
        let run = try RunFiles("run", in: folder)
        try run.write(text: #"{"epoch":1,"train":{"loss":1},"evaluation":{}}"# + "\n{\"epo", to: "metrics.jsonl")
        #expect(try run.record.metrics.count == 1)
    }

    @Test func meansOverNetworks() throws {
        let run = try RunFiles("run", in: folder)
        try run.writeMetrics(epochs: 2, networks: 2)
        let curves = MetricCurves(try run.record.metrics)
        #expect(curves.networks == 2)
        let loss = try #require(curves.curves.first { $0.metric == "loss" })
        #expect(loss.part == "train" && loss.points.map(\.x) == [1, 2])
        // The writer's losses are 1/1 and 1/2 of the first network, 1/2 and 1/3 of the second.
        let first: Double = (1 + 0.5) / 2
        let second: Double = (0.5 + 1.0 / 3) / 2
        #expect(loss.points.map(\.y) == [first, second])
        let charts = curves.charts()
        #expect(charts.map(\.yLabel) == ["loss", "accuracy (%)"])
        #expect(charts[1].series[0].points.map { ($0.y * 1e6).rounded() / 1e6 } == [50, 70])
        #expect(charts[0].title == "Loss by epoch, mean over 2 networks")
        #expect(curves.charts(without: ["loss"]).count == 1)
    }

    @Test func measuresOfAKindShareAChart() throws {
        let line = #"{"epoch":1,"train":{"generator_loss":1,"discriminator_loss":2,"kl":3},"evaluation":{"kl":4}}"#
        let charts = MetricCurves([try JSONValue(parsing: Array(line.utf8))]).charts()
        #expect(charts.map(\.yLabel) == ["loss", "KL"])
        #expect(
            charts.map { $0.series.map(\.name) }
                == [["discriminator loss, training", "generator loss, training"], ["training", "evaluation"]])
    }

    @Test func keyResults() throws {
        let run = try RunFiles("run", in: folder)
        try run.write(
            ["test_accuracy": 0.5, "auc": 0.97, "epochs": 3, "wall_seconds": 2, "losses": [1]], to: "result.json")
        #expect(
            try run.record.keyResults
                == [
                    KeyResult(name: "AUC", value: "0.97"), KeyResult(name: "Test accuracy", value: "50.00 %"),
                ])
        let table = ReportTable.keyResults([("AUC", "0.971 ± 0.004", "0.97 asked for")])
        try run.write(text: "[" + JSON.line(table) + "]", to: "tables.json")
        #expect(
            try run.record.keyResults == [KeyResult(name: "AUC", value: "0.971 ± 0.004", reference: "0.97 asked for")])
    }

    @Test func namesDataByFileOrByFolder() throws {
        func names(_ files: [String]) throws -> [String] {
            try RunFiles("run", in: folder, data: files).record.dataNames
        }
        #expect(try names(["data/mr.txt", "v/glove.txt"]) == ["mr.txt", "glove.txt"])
        #expect(try names(["d/mnist/a.gz", "d/mnist/b.gz", "d/mnist/c.gz"]) == ["mnist (3 files)"])
        #expect(try names(["d/orl/s1/1.pgm", "d/orl/s1/2.pgm", "d/orl/s2/1.pgm"]) == ["orl (3 files)"])
        #expect(try names(["/a/x", "/b/x", "/b/y"]) == ["3 files"])
        #expect(try names(["a", "b", "c/d"]) == ["3 files"])
        #expect(try names([]) == [])
    }

    @Test func listsRunsAndNamesDamagedOnes() throws {
        let later = try RunFiles("runs/a", in: folder, started: "2026-11-25T19:00:00Z")
        try later.write(["test_accuracy": 0.5, "wall_seconds": 75], to: "result.json")
        _ = try RunFiles("runs/b", in: folder, started: "2026-11-25T18:00:00Z")
        try RunFiles("runs/c", in: folder).write(text: "{", to: "result.json")
        try FileManager.default.createDirectory(atPath: folder("runs/other"), withIntermediateDirectories: false)
        let listing = try RunListing(folder("runs"))
        #expect(
            listing.rows
                == [
                    ["b", "textcnn train", "no result", "–", "2026-11-25 18:00 UTC"],
                    ["a", "textcnn train", "Test accuracy: 50.00 %", "1 min 15 s", "2026-11-25 19:00 UTC"],
                ])
        #expect(listing.failures.count == 1 && listing.failures[0].contains("runs/c/result.json:1:"))
        #expect(sentence { _ = try RunListing(folder("none")) }.contains("there is no such folder"))
    }
}
