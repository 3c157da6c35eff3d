import Foundation
import SwiftletData
import TestSupport
import Testing

@testable import SwiftletTrain

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct ReportTests {
    let folder: TemporaryFolder
    static let hostile = "<script>alert('1')</script> & \"quoted\" \u{1} ]]> <img src=x onerror=alert(1)>"

    init() throws { folder = try TemporaryFolder() }

    /// Elements by name, of a page read by a strict XML parser; its styles and its script, which are no XML, are left out.
    final class Elements: NSObject, XMLParserDelegate {
        var counts: [String: Int] = [:]
        var attributes: [(element: String, name: String, value: String)] = []
        var text = ""

        init?(_ html: String) {
            super.init()
            let plain = html.replacing(/(?s)<(style|script)>.*?<\/(style|script)>/) { "<\($0.output.1)/>" }
            let parser = XMLParser(data: Data(plain.utf8))
            parser.delegate = self
            if !parser.parse() { return nil }
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            counts[name, default: 0] += 1
            self.attributes += attributes.map { (name, $0.key, $0.value) }
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { self.text += text }
    }

    /// A run that has something of everything, with the same text in each place.
    func fullRun(_ name: String = "run", text: String = "plain") throws -> RunFiles {
        let directory = try RunDirectory(folder(name))
        let chart = LineChart(
            title: text, xLabel: text, yLabel: text, series: [.init(name: text, points: [(0, 0), (0.5, 0.8), (1, 1)])])
        try directory.write(figure: Figure(name: "chart", caption: text, content: .chart(chart)))
        try directory.write(figure: Figure(name: "grid", caption: text, content: .png(smallPNG(width: 60, height: 30))))
        try directory.write(
            figure: Figure(
                name: "drawn", caption: text, content: .svg(TablePicture(title: text, columns: [text], rows: []).svg)))
        try directory.write(figure: Figure(name: "foreign", caption: text, content: .svg("<svg>\(text)</svg>")))
        try directory.write(
            table: ReportTable(name: "t", title: text, columns: [text, "b"], rows: [[text, "1"]], notes: [text]))
        try directory.write(table: .keyResults([(text, text, text)], notes: [text]))
        let run = try RunFiles(name, in: folder, arguments: ["/bin/\(text)", text, "--x", text], data: [text])
        try run.write([text: [text, 1, true], "b": [text: text]], to: "config.json")
        try run.write(["wall_seconds": 75], to: "result.json")
        let metric = String(decoding: try JSONSerialization.data(withJSONObject: [text: 0.5]), as: UTF8.self)
        try run.write(
            text: #"{"epoch":1,"train":\#(metric),"evaluation":\#(metric)}"# + "\n", to: "metrics.jsonl")
        return run
    }

    @Test func everyTextIsEscaped() throws {
        let one = try fullRun("run \(Self.hostile.filter { $0 != "/" && $0 != "\u{1}" })", text: Self.hostile)
        let two = try fullRun("run-2", text: Self.hostile)
        for html in [try one.report, try RunReport(directories: [one.path, two.path]).html()] {
            #expect(html.components(separatedBy: "<script").count == 2)
            #expect(!html.contains("<img src=x") && !html.contains("alert('1')") && !html.contains("\u{1}"))
            #expect(html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"))
            let page = try #require(Elements(html), "the page is no well-formed markup")
            #expect(page.counts["script"] == 1 && page.counts["img"] == (html.contains("run-2") ? 4 : 2))
            #expect(!page.attributes.contains { $0.name.hasPrefix("on") })
        }
    }

    @Test func nothingIsLoadedFromElsewhere() throws {
        let html = try fullRun().report
        let page = try #require(Elements(html))
        for (element, name, value) in page.attributes where ["src", "href", "srcset", "data", "action"].contains(name) {
            #expect(value.hasPrefix("data:") || value.hasPrefix("#"), "\(element) \(name)=\(value)")
        }
        let outside = html.replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!outside.contains("http:") && !outside.contains("https:") && !outside.contains("@import"))
        #expect(!html.contains("url("))
        for element in ["link", "iframe", "object", "embed", "base", "form"] { #expect(page.counts[element] == nil) }
    }

    @Test("The page's policy allows its own script, by its digest, and no other")
    func policy() throws {
        let html = try fullRun().report
        let page = try #require(Elements(html))
        let policy = try #require(page.attributes.first { $0.name == "content" && $0.value.contains("default-src") })
            .value
        #expect(policy.contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"))
        #expect(!policy.contains("script-src 'unsafe"))
        let script = try #require(html.firstMatch(of: /(?s)<script>(.*?)<\/script>/)).output.1
        try folder.write(String(script), to: "script")
        let digest = try SHA256.hexDigest(ofFile: folder("script"))
        let named = try #require(policy.firstMatch(of: /'sha256-([A-Za-z0-9+\/=]+)'/)).output.1
        let bytes = try #require(Data(base64Encoded: String(named)))
        #expect(bytes.map { String(format: "%02x", $0) }.joined() == digest)
    }

    @Test func picturesArePartOfThePage() throws {
        let run = try fullRun(text: "a caption")
        let html = try run.report
        let png = Data(smallPNG(width: 60, height: 30)).base64EncodedString()
        #expect(html.contains("src=\"data:image/png;base64,\(png)\" width=\"240\" height=\"120\" alt=\"a caption\""))
        // What is no picture of plain shapes is shown where nothing in it can run.
        try run.write(text: "<svg onload=\"alert(1)\"></svg>", to: "foreign.svg")
        let foreign = Data("<svg onload=\"alert(1)\"></svg>".utf8).base64EncodedString()
        #expect(try run.report.contains("<img src=\"data:image/svg+xml;base64,\(foreign)\""))
        #expect(try !run.report.contains("onload"))
    }

    @Test func tellsWhatWasReachedAndHow() throws {
        let run = try RunFiles("run", in: folder)
        try run.writeMetrics(epochs: 3)
        try run.write(["test_accuracy": 0.815, "epochs": 3, "wall_seconds": 75.0], to: "result.json")
        let text = try #require(Elements(try run.report)).text
        for part in [
            "textcnn train", "2026-11-25 18:45 UTC", "1 min 15 s", "mr.txt", "Test accuracy", "81.50\u{a0}%", "A CPU",
            "1 of 2 processors", "cd /home/ada\n/opt/textcnn train --seed 7", "Loss by epoch", "Accuracy by epoch",
            "accuracy (%)",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(!text.contains("There is no result"))
    }

    @Test func aRunWithoutAResultSaysSo() throws {
        let run = try RunFiles("run", in: folder)
        #expect(try run.report.contains("There is no result"))
    }

    @Test func metricsThatAFigureShowsAreNotDrawnAgain() throws {
        let run = try RunFiles("run", in: folder)
        try run.writeMetrics(epochs: 3)
        #expect(try run.report.contains("Accuracy by epoch"))
        try run.write(text: "<svg></svg>", to: "curves.svg")
        try run.write(
            [["name": "c", "file": "curves.svg", "caption": "", "alternative_text": "", "metrics": ["accuracy"]]],
            to: "figures.json")
        #expect(try !run.report.contains("Accuracy by epoch"))
        #expect(try run.report.contains("Loss by epoch"))
    }

    @Test func severalRunsHaveAnOverviewAndComparedCurves() throws {
        let names = ["a-1", "a-2", "b-1"]
        for name in names {
            let program = "/opt/\(name.prefix(1))"
            let run = try RunFiles(name, in: folder, arguments: [program, "train"])
            try run.writeMetrics(epochs: 3)
            try run.write(["test_accuracy": 0.5], to: "result.json")
        }
        let html = try RunReport(directories: names.map { folder($0) }).html()
        let page = try #require(Elements(html))
        let anchors = page.attributes.filter { $0.name == "id" }.map { "#" + $0.value }
        #expect(page.attributes.filter { $0.name == "href" }.map(\.value) == anchors && anchors.count == 3)
        #expect(page.text.contains("3 runs: a, b"))
        #expect(page.text.contains("a train: accuracy, evaluation") && page.text.contains("a train: loss, training"))
        #expect(!page.text.contains("b train: accuracy"))
    }

    @Test func writesTheReportOfARunIntoIt() throws {
        let directory = try RunDirectory(folder("run"))
        try directory.write(configuration: ["seed": 1])
        try directory.writeReport()
        #expect(try folder.text("run/report.html").contains("<!DOCTYPE html>"))
        try directory.writeReport()
        _ = try RunDirectory(folder("run"), overwrite: true)
        #expect(!FileManager.default.fileExists(atPath: folder("run/report.html")))
    }

    @Test(
        "Chromium finds no error in a report, and a report asks it for nothing else",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/env"), "needs env"))
    func opensInABrowser() throws {
        let one = try fullRun("run-1", text: Self.hostile.replacing("\u{1}", with: " "))
        let two = try RunFiles("run-2", in: folder)
        try two.writeMetrics(epochs: 30, networks: 2)
        try one.writeMetrics(epochs: 5)
        try RunReport(directories: [one.path, two.path]).write(to: folder("report.html"))
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", package.appendingPathComponent("Scripts/check-report").path, folder("report.html"),
        ]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(output)")
        #expect(output.contains("right in Chromium") || output.contains("skipped, because there is no Chromium"))
    }
}
