import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct FigureTests {
    let folder: TemporaryFolder
    let chart = LineChart(
        title: "Loss", xLabel: "epoch", yLabel: "loss", series: [.init(name: "training", values: [0.5, .nan, 0.25])])

    init() throws { folder = try TemporaryFolder() }

    func figures() throws -> [FigureRecord] {
        try JSON.decode([FigureRecord].self, from: Data(folder.text("figures.json").utf8))
    }

    @Test func writesPicturesAndListsThem() throws {
        let run = try RunDirectory(folder.path)
        try run.write(figure: Figure(name: "grid", caption: "Digits", content: .png(redPixelAndBlue)))
        try run.write(
            figure: Figure(
                name: "plain", caption: "A picture", alternativeText: "A square", content: .svg("<svg/>"),
                metrics: ["loss"]))
        try run.write(figure: Figure(name: "curves", caption: "Loss by epoch", content: .chart(chart)))
        #expect(
            try folder.names == [
                ".lock", "curves.svg", "figures.json", "grid.png", "metrics.jsonl", "plain.svg", "tensorboard",
            ])
        #expect(FileManager.default.contents(atPath: folder("grid.png")) == Data(redPixelAndBlue))
        #expect(try folder.text("curves.svg") == chart.svg)
        let listed = try figures()
        #expect(listed.map(\.name) == ["grid", "plain", "curves"])
        #expect(listed.map(\.file) == ["grid.png", "plain.svg", "curves.svg"])
        #expect(listed.map(\.alternativeText) == ["Digits", "A square", "Loss by epoch"])
        #expect(listed.map(\.metrics) == [nil, ["loss"], nil])
        let read = try #require(listed[2].chart)
        #expect(read.svg == chart.svg)
        #expect(read.series[0].points[1].y.isNaN)
    }

    @Test func replacesByName() throws {
        let run = try RunDirectory(folder.path)
        for caption in ["first", "second"] {
            try run.write(figure: Figure(name: "grid", caption: caption, content: .png(redPixelAndBlue)))
            try run.write(table: ReportTable(name: "t", title: caption, columns: ["a"], rows: [["1"]]))
        }
        #expect(try figures().map(\.caption) == ["second"])
        let tables = try JSON.decode([ReportTable].self, from: Data(folder.text("tables.json").utf8))
        #expect(tables.map(\.title) == ["second"])
    }

    @Test func overwritingBeginsAnewAndTouchesNothingElse() throws {
        let first = try RunDirectory(folder.path)
        try first.write(figure: Figure(name: "old", caption: "", content: .png(redPixelAndBlue)))
        try first.write(table: ReportTable(name: "old", title: "", columns: [], rows: []))
        try folder.write("mine", to: "thesis.png")
        let second = try RunDirectory(folder.path, overwrite: true)
        #expect(try folder.names == [".lock", "metrics.jsonl", "thesis.png"])
        try second.write(figure: Figure(name: "new", caption: "", content: .png(redPixelAndBlue)))
        #expect(try figures().map(\.name) == ["new"])
    }

    @Test("A list that names files outside of the folder removes none of them")
    func hostileList() throws {
        let run = try RunDirectory(folder("run"))
        try folder.write("mine", to: "thesis.tex")
        let record = """
            [{"name": "a", "file": "../thesis.tex", "caption": "", "alternative_text": ""},
             {"name": "b", "file": "\(folder("thesis.tex"))", "caption": "", "alternative_text": ""}]
            """
        try run.write(text: record, to: "figures.json")
        _ = try RunDirectory(folder("run"), overwrite: true)
        #expect(try folder.text("thesis.tex") == "mine")
        #expect(try folder.names == ["run", "thesis.tex"])
    }

    @Test func writesTables() throws {
        let run = try RunDirectory(folder.path)
        let table = ReportTable(
            name: "accuracy", title: "Accuracy", columns: ["network", "ours", "others"],
            rows: [["kernel 5", "76.5 %", "93.9 %"], []], notes: ["on MR"])
        try run.write(table: table)
        try run.write(table: .keyResults([("Test accuracy", "81.5 %", "")]))
        let tables = try JSON.decode([ReportTable].self, from: Data(folder.text("tables.json").utf8))
        #expect(tables[0] == table)
        #expect(tables[1].name == ReportTable.keyResults && tables[1].rows == [["Test accuracy", "81.5 %", ""]])
    }

    @Test(arguments: ["", ".", "..", ".hidden", "a/b", "/etc/passwd", "a b", "a\u{0}", "ä", "a\\b"])
    func knowsWhatIsNoFileName(name: String) { #expect(!Figure.isFileName(name)) }

    @Test(arguments: ["samples", "samples-epoch-01", "a_b.c"])
    func knowsFileNames(name: String) { #expect(Figure.isFileName(name)) }

    @Test func refusesChartsWhoseListsDiffer() {
        let text = #"{"title": "", "x_label": "", "y_label": "", "series": [{"name": "a", "x": [1, 2], "y": [1]}]}"#
        #expect(throws: DecodingError.self) { _ = try JSON.decode(LineChart.self, from: Data(text.utf8)) }
    }
}
