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
        var titles: [String] = []
        var points: [String] = []
        private var open: [String] = []

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
            open.append(name)
            if name == "text" { texts.append("") }
            if name == "title" { titles.append("") }
            if name == "polyline", let value = attributes["points"] { points.append(value) }
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if open.last == "text" { texts[texts.count - 1] += text }
            if open.last == "title" { titles[titles.count - 1] += text }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) { open.removeLast() }
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

    @Test func tellsValuesToPointersAndScripts() throws {
        let svg = chart([.init(name: "dev", values: [60.123456, .nan, 64])]).svg
        let picture = try #require(Elements(svg))
        #expect(picture.titles == ["title", "dev: 60.123 at 1", "dev: 64 at 3"])
        #expect(svg.contains(##"data-name="dev" data-color="#0072b2" data-x="1 3" data-y="60.123 64""##))
        #expect(svg.contains(##"data-range="1.0 3.0 60.0 64.0""##))
    }

    @Test func narrowChartsKeepTheirTextAndStayInside() throws {
        var narrow = chart([.init(name: "a series with a name of some length", values: [1, 2, 3])])
        narrow.size = (360, 280)
        let svg = narrow.svg(showsTitle: false)
        let picture = try #require(Elements(svg))
        #expect(!picture.texts.contains("title") && picture.texts.contains("accuracy (%)"))
        let places = picture.points.flatMap { $0.split(separator: " ") }.map {
            $0.split(separator: ",").compactMap { Double($0) }
        }
        #expect(places.allSatisfy { (0...360).contains($0[0]) && (0...300).contains($0[1]) })
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

@Suite struct PictureTests {
    @Test func scatterDrawsPicturesAndDots() throws {
        let points = [
            ScatterPicture.Point(x: 0, y: 0, group: "a", label: "a 1", png: smallPNG(width: 40, height: 20)),
            ScatterPicture.Point(x: 1, y: 2, group: "b", label: "b 1"),
            ScatterPicture.Point(x: .nan, y: 2, group: "b", label: "lost"),
        ]
        let map = ScatterPicture(title: "Map", xLabel: "first component", yLabel: "second", points: points)
        let picture = try #require(ChartTests.Elements(map.svg))
        #expect(picture.counts["image"] == 1 && picture.counts["circle"] == 1)
        #expect(picture.titles == ["Map", "a 1", "b 1"])
        #expect(picture.texts.contains("first component") && picture.texts.contains("a"))
        #expect(map.svg.contains(#"width="34" height="17""#))
    }

    @Test func manyGroupsHaveNoLegend() throws {
        let points = (0..<40).map { ScatterPicture.Point(x: Double($0), y: 0, group: "person \($0)", label: "") }
        let map = ScatterPicture(title: "Map", xLabel: "x", yLabel: "y", points: points)
        #expect(try !#require(ChartTests.Elements(map.svg)).texts.contains("person 0"))
        #expect(ChartTests.Elements(ScatterPicture(title: "", xLabel: "", yLabel: "", points: []).svg) != nil)
    }

    @Test func pairsHaveTheirCaptionsBelow() throws {
        let png = smallPNG(width: 92, height: 112)
        let pairs = (0..<4).map {
            PicturePairs.Pair(left: png, right: png, caption: "0.\($0) <same>", isMarked: $0 == 3)
        }
        let svg = PicturePairs(title: "Pairs", pairs: pairs, columns: 3).svg
        let picture = try #require(ChartTests.Elements(svg))
        #expect(picture.counts["image"] == 8)
        #expect(picture.texts == ["Pairs", "0.0 <same>", "0.1 <same>", "0.2 <same>", "0.3 <same>"])
        #expect(svg.components(separatedBy: "#c0262d").count == 2)
        #expect(ChartTests.Elements(PicturePairs(title: "", pairs: []).svg) != nil)
    }

    @Test func readsTheSizeOfPNGs() {
        #expect(PNGSize(of: smallPNG(width: 300, height: 7)).width == 300)
        #expect(PNGSize(of: smallPNG(width: 300, height: 7)).height == 7)
        #expect(PNGSize(of: [1, 2, 3]).fitted(into: 10) == (10, 10))
        #expect(PNGSize(of: smallPNG(width: 0, height: 0)).width == 1)
    }
}
