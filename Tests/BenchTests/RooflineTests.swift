import Foundation
import Testing

@testable import bench

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The roofline picture")
struct RooflineTests {
    /// The texts of a picture, read by a strict XML parser.
    private final class Texts: NSObject, XMLParserDelegate {
        var texts: [String] = []
        var dots = 0

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
            if name == "text" { texts.append("") }
            if name == "circle" { dots += 1 }
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if !texts.isEmpty { texts[texts.count - 1] += text.trimmingCharacters(in: .newlines) }
        }
    }

    @Test("A picture names axes with units, the measured ceilings, and every row by a number")
    func contents() throws {
        let shapes = ["M=8,N=8,K=8", "M=8,N=8,K=9", "M=64,N=64,K=64,transposeB"]
        let rows = try shapes.enumerated().map {
            Samples.row(try Samples.gemm(shape: $1), median: 1e-6 * Double($0 + 1))
        }
        let picture = RooflinePicture(rows: rows, limits: Samples.limits, threads: 1)
        let read = try #require(Texts(picture.svg))
        let limits = [
            "arithmetic intensity (operations per byte)", "speed (GFLOP/s)", "gemm", "L1 100 GB/s", "L2 50 GB/s",
            "memory 10 GB/s", "multiply-add avx2 100 GFLOP/s", "multiply-add baseline 50 GFLOP/s",
        ]
        for text in limits + shapes { #expect(read.texts.contains(text), "\(text) is missing in \(read.texts)") }
        // Each number stands at its point and in the legend.
        for number in 1...3 { #expect(read.texts.count { $0 == "\(number)" } >= 2) }
        // And a dot explains the colour.
        #expect(read.dots == shapes.count + 1)
    }

    @Test("A shape has one point: the variant that auto takes, on the picture's threads")
    func points() throws {
        let workload = try Samples.gemm()
        var others = [
            Samples.row(workload, median: 1e-6, isAutomatic: false), Samples.row(workload, median: 2e-6),
            Samples.row(workload, median: 3e-6, isAutomatic: false),
        ]
        others.append(Samples.row(workload, median: 1e-9))
        others[3].threads = 2
        let points = RooflinePoint.all(others, threads: 1)
        #expect(points.count == 1)
        let (rate, intensity): (Double, Double) = (points[0].gigaflops, points[0].intensity)
        #expect(abs(rate - 0.512) < 1e-9 && abs(intensity - 1024.0 / 768) < 1e-12)
        // Without the automatic variant, the fastest.
        let fastest = RooflinePoint.all([others[2], others[0]], threads: 1)[0].gigaflops
        #expect(abs(fastest - 1.024) < 1e-9)
    }

    @Test("A picture without rows says so")
    func empty() throws {
        let read = try #require(Texts(RooflinePicture(rows: [], limits: Samples.limits, threads: 1).svg))
        #expect(read.texts.contains { $0.hasPrefix("no rows") })
    }

    @Test("Labels of many points in one place cover neither one another nor the points")
    func labels() {
        let area = LabelPlacement.Box(center: (200, 200), width: 400, height: 400)
        var points: [(x: Double, y: Double)] = []
        for row in 0..<8 {
            for column in 0..<5 { points.append((150 + 3 * Double(column), 380 + 2 * Double(row))) }
        }
        let dots = points.map { LabelPlacement.Box(center: $0, width: 8, height: 8) }
        var placement = LabelPlacement(area: area, obstacles: dots)
        let boxes = points.map {
            LabelPlacement.Box(center: placement.place(width: 16, height: 12, around: $0), width: 16, height: 12)
        }
        for (index, box) in boxes.enumerated() {
            #expect(box.lies(within: area))
            #expect(!dots.contains(where: box.meets))
            #expect(!boxes.dropFirst(index + 1).contains(where: box.meets))
        }
    }

    @Test("Axes end at 1, 2 or 5 times a power of ten around their values")
    func axes() {
        let axis = LogAxis(covering: [0.13, 171])
        #expect(abs(axis.lowest - 0.1) < 1e-12 && axis.highest == 200)
        let labels: [String] = axis.ticks.compactMap(\.label)
        #expect(labels == ["0.1", "1", "10", "100"])
        #expect(abs(axis.fraction(of: axis.highest) - 1) < 1e-12 && axis.fraction(of: axis.lowest) == 0)
        let short = LogAxis(covering: [10, 300])
        let all: [String] = short.ticks.compactMap(\.label)
        #expect(all == ["10", "20", "50", "100", "200", "500"])
    }
}
