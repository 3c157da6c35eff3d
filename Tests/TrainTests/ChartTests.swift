import Foundation
import Testing

@testable import SwiftletTrain

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct ChartTests {
    /// Elements of a picture by name, read by a strict XML parser.
    final class Elements: NSObject, XMLParserDelegate {
        var counts: [String: Int] = [:]
        var texts: [String] = []
        var points: [String] = []

        init?(_ svg: String) {
            super.init()
            let parser = XMLParser(data: Data(svg.utf8))
            parser.delegate = self
            if !parser.parse() { return nil }
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            counts[name, default: 0] += 1
            if name == "text" { texts.append("") }
            if name == "polyline", let value = attributes["points"] { points.append(value) }
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if !texts.isEmpty { texts[texts.count - 1] += text.trimmingCharacters(in: .newlines) }
        }
    }

    func chart(_ series: [LineChart.Series], title: String = "title") -> LineChart {
        LineChart(title: title, xLabel: "epoch", yLabel: "accuracy (%)", series: series)
    }

    @Test func drawsEverySeries() throws {
        let picture = try #require(
            Elements(
                chart([
                    .init(name: "train", values: [70, 80, 85]), .init(name: "dev", values: [60, 65, 64, 66, 67]),
                ]).svg))
        for text in ["title", "train", "dev", "epoch", "accuracy (%)", "1", "5", "60", "85"] {
            #expect(picture.texts.contains(text), "\(text)")
        }
        #expect(picture.counts["circle"] == 8)
        #expect(picture.points.filter { $0.split(separator: " ").count == 5 }.count == 1)
    }

    @Test func escapesText() throws {
        let name = "<script>alert('1')</script> & \"quoted\" \u{1} ]]>"
        let svg = chart([.init(name: name, values: [1, 2])], title: name).svg
        #expect(!svg.contains("<script"))
        let picture = try #require(Elements(svg))
        #expect(picture.texts.contains(name.replacingOccurrences(of: "\u{1}", with: " ")))
        let table = TablePicture(title: name, columns: [name], rows: [[name]], notes: [name]).svg
        #expect(!table.contains("<script") && Elements(table) != nil)
    }

    @Test func referencesNothingOutside() {
        let svg = chart([.init(name: "a", values: [1, 2])]).svg.replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!svg.contains("http") && !svg.contains("href") && !svg.contains("@import"))
    }

    @Test func breaksLinesAtNumbersThatAreNotFinite() throws {
        let picture = try #require(
            Elements(chart([.init(name: "a", values: [1, 2, .nan, 4, .infinity, 6, 7])]).svg))
        #expect(picture.counts["circle"] == 5)
    }

    @Test(
        arguments: [
            [], [5], [3, 3, 3], [0, 0], [.nan, .infinity], [-1e308, 1e308],
            [.leastNonzeroMagnitude, .leastNormalMagnitude], [1e15, 1e15 + 1],
            [-0.001, 0.002], [.greatestFiniteMagnitude], [-.greatestFiniteMagnitude, .greatestFiniteMagnitude],
        ] as [[Double]]) func drawsAnyValues(values: [Double]) throws
    {
        let svg = chart([.init(name: "a", values: values), .init(name: "empty", points: [])]).svg
        let picture = try #require(Elements(svg))
        #expect(!svg.contains("nan") && !svg.contains("inf"))
        #expect(picture.texts.count < 40)
        #expect(picture.texts.contains("no data") == values.allSatisfy { !$0.isFinite })
    }

    @Test func putsRoundNumbersAtTicks() {
        let axis = Axis(covering: [0.13, 0.97], tickCount: 6)
        #expect(axis.ticks.map(axis.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        let epochs = Axis(covering: [1, 25], tickCount: 8, isWhole: true)
        #expect(epochs.ticks.map(epochs.label) == ["5", "10", "15", "20", "25"])
        let signed = Axis(covering: [-0.3, 0.3], tickCount: 6)
        #expect(signed.ticks.map(signed.label).contains("0.0"))
        #expect(!signed.ticks.map(signed.label).contains("-0.0"))
    }

    @Test func drawsTablesWithRowsOfAnyLength() throws {
        let table = TablePicture(
            title: "Accuracy", columns: ["model", "average"],
            rows: [["kernel 5", "93.92 ± 0.10 %"], [], ["kernel 7", "91.82 %", "extra"]], notes: ["three seeds"])
        let picture = try #require(Elements(table.svg))
        for text in ["Accuracy", "model", "average", "kernel 5", "93.92 ± 0.10 %", "extra", "three seeds"] {
            #expect(picture.texts.contains(text), "\(text)")
        }
        #expect(Elements(TablePicture(title: "", columns: [], rows: []).svg) != nil)
    }
}
