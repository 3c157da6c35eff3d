import Foundation
import SwiftletSVG

/// The roofline model (Williams, Waterman and Patterson 2009) as a picture: what the machine allows by arithmetic intensity,
/// and what each shape reaches.
struct RooflinePicture {
    private let points: [RooflinePoint]
    private let ceilings: [Ceiling]
    private let slopes: [MachineLimits.Bandwidth]
    private let threads: Int
    private let x: LogAxis
    private let y: LogAxis
    private let plot: LabelPlacement.Box

    /// Multiply-add peaks that are about the same share a line.
    struct Ceiling {
        var names: [String]
        var gigaflops: Double
    }

    private static let families = ["matrix products", "convolutions", "pooling", "other operators"]
    private static let plotSize = (width: 640.0, height: 470.0)
    private static let margin = (left: 70.0, top: 64.0, bottom: 60.0, right: 24.0)

    init(rows: [Row], limits: MachineLimits, threads: Int) {
        self.threads = threads
        points = RooflinePoint.all(rows, threads: threads)
        ceilings = Self.merged(limits.peaks.filter { $0.threads == threads })
        slopes = limits.bandwidths.filter { $0.threads == threads }
        let highest = ceilings.map(\.gigaflops).max() ?? 1
        x = LogAxis(covering: points.map(\.intensity) + [0.1, 100])
        y = LogAxis(covering: points.map(\.gigaflops) + [10, highest * 1.3])
        plot = LabelPlacement.Box(
            center: (Self.margin.left + Self.plotSize.width / 2, Self.margin.top + Self.plotSize.height / 2),
            width: Self.plotSize.width, height: Self.plotSize.height)
    }

    static func merged(_ peaks: [MachineLimits.Peak]) -> [Ceiling] {
        var result: [Ceiling] = []
        for peak in peaks.sorted(by: { $0.gigaflopsPerSecond > $1.gigaflopsPerSecond }) {
            if let last = result.last, peak.gigaflopsPerSecond > 0.95 * last.gigaflops {
                result[result.count - 1].names.append(peak.instructionSet)
            } else {
                result.append(Ceiling(names: [peak.instructionSet], gigaflops: peak.gigaflopsPerSecond))
            }
        }
        return result
    }

    var svg: String {
        var picture = SVG()
        let title = "Roofline: \(Machine.cpu), \(threads) thread\(threads == 1 ? "" : "s")"
        picture.text(title, x: plot.left, y: 28, size: 17, isBold: true)
        drawFamilies(in: &picture)
        drawAxes(in: &picture)
        let tags = drawLimits(in: &picture)
        drawPoints(in: &picture, around: tags)
        let legend = RooflineLegend(points: points, left: plot.right + 28, top: plot.top, height: plot.height)
        legend.draw(in: &picture, color: color)
        return picture.document(
            width: legend.right + Self.margin.right, height: max(plot.bottom, legend.bottom) + Self.margin.bottom,
            title: title)
    }

    private func place(_ intensity: Double, _ gigaflops: Double) -> (x: Double, y: Double) {
        (
            plot.left + x.fraction(of: intensity) * plot.width,
            plot.bottom - y.fraction(of: gigaflops) * plot.height
        )
    }

    private func color(_ point: RooflinePoint) -> String {
        SeriesStyle(index: Self.families.firstIndex(of: point.family)!).color
    }

    private func drawFamilies(in picture: inout SVG) {
        var left = plot.left
        for (index, family) in Self.families.enumerated() where points.contains(where: { $0.family == family }) {
            picture.dot((left + 4, 46), radius: 4, fill: SeriesStyle(index: index).color)
            picture.text(family, x: left + 13, y: 50, size: 12)
            left += 13 + SVG.width(of: family, size: 12) + 22
        }
    }

    private func drawAxes(in picture: inout SVG) {
        for value in y.betweenDecades + y.decades.map(\.value) {
            let height = place(x.lowest, value).y
            picture.line(from: (plot.left, height), to: (plot.right, height), stroke: SVG.grid)
        }
        for value in x.betweenDecades + x.decades.map(\.value) {
            let along = place(value, y.lowest).x
            picture.line(from: (along, plot.top), to: (along, plot.bottom), stroke: SVG.grid)
        }
        for (value, label) in y.decades {
            picture.text(
                label, x: plot.left - 8, y: place(x.lowest, value).y + 4, size: 12, anchor: .end, fill: SVG.quiet)
        }
        for (value, label) in x.decades {
            picture.text(
                label, x: place(value, y.lowest).x, y: plot.bottom + 18, size: 12, anchor: .middle, fill: SVG.quiet)
        }
        picture.line(from: (plot.left, plot.bottom), to: (plot.right, plot.bottom), stroke: SVG.quiet)
        picture.line(from: (plot.left, plot.top), to: (plot.left, plot.bottom), stroke: SVG.quiet)
        let middle = (plot.top + plot.bottom) / 2
        picture.text(
            "arithmetic intensity (operations per byte)", x: (plot.left + plot.right) / 2, y: plot.bottom + 40,
            anchor: .middle)
        picture.text("speed (GFLOP/s)", x: 20, y: middle, anchor: .middle, rotation: -90)
    }

    /// Returns the places of the labels.
    private func drawLimits(in picture: inout SVG) -> [LabelPlacement.Box] {
        let peak = ceilings.first?.gigaflops ?? y.highest
        var labels: [(text: String, place: (x: Double, y: Double))] = []
        for bandwidth in slopes {
            let ridge = min(peak / bandwidth.best, x.highest)
            let start = max(x.lowest, y.lowest / bandwidth.best)
            guard start < ridge else { continue }
            picture.polyline(
                [place(start, start * bandwidth.best), place(ridge, ridge * bandwidth.best)], stroke: SVG.quiet,
                width: 1.3)
        }
        let steepest = slopes.map(\.best).max() ?? peak
        for ceiling in ceilings {
            let start = max(x.lowest, ceiling.gigaflops / steepest)
            let isHighest = ceiling.gigaflops == peak
            picture.polyline(
                [place(start, ceiling.gigaflops), place(x.highest, ceiling.gigaflops)],
                stroke: isHighest ? SVG.ink : SVG.quiet, width: isHighest ? 1.8 : 1.3, dash: isHighest ? nil : "6 4")
            let text =
                "multiply-add \(ceiling.names.joined(separator: ", ")): \(Self.figure(ceiling.gigaflops)) GFLOP/s"
            let right = place(x.highest, ceiling.gigaflops)
            labels.append((text, (right.x - 6 - SVG.width(of: text, size: 11) / 2, right.y - 9)))
        }
        // Along the slopes, each further right than the one above, so that they do not meet.
        for (index, bandwidth) in slopes.sorted(by: { $0.best > $1.best }).enumerated() {
            let text = "\(bandwidth.level.rawValue) \(Self.figure(bandwidth.best)) GB/s"
            let lowest = max(x.lowest, y.lowest / bandwidth.best)
            let ridge = min(peak / bandwidth.best, x.highest)
            let share = 0.2 + 0.6 * Double(index) / Double(max(1, slopes.count - 1))
            let intensity = lowest * pow(ridge / lowest, share)
            labels.append((text, place(intensity, intensity * bandwidth.best)))
        }
        return labels.map { label in
            let width = SVG.width(of: label.text, size: 11) + 8
            let box = LabelPlacement.Box(center: label.place, width: width, height: 15)
            picture.rectangle(x: box.left, y: box.top, width: box.width, height: box.height, fill: SVG.paper)
            picture.text(label.text, x: label.place.x, y: label.place.y + 4, size: 11, anchor: .middle, fill: SVG.quiet)
            return box
        }
    }

    private func drawPoints(in picture: inout SVG, around tags: [LabelPlacement.Box]) {
        let places = points.map { place($0.intensity, $0.gigaflops) }
        let dots = places.map { LabelPlacement.Box(center: $0, width: 8, height: 8) }
        var placement = LabelPlacement(area: plot, obstacles: tags + dots)
        let labels = zip(points, places).map { point, place in
            placement.place(width: SVG.width(of: "\(point.number)", size: 11) + 3, height: 12, around: place)
        }
        for (place, label) in zip(places, labels) where hypot(label.x - place.x, label.y - place.y) > 15 {
            picture.line(from: place, to: label, stroke: SVG.quiet)
        }
        for (point, place) in zip(points, places) { picture.dot(place, radius: 3.5, fill: color(point)) }
        for (point, label) in zip(points, labels) {
            let text = "\(point.number)"
            let width = SVG.width(of: text, size: 11)
            picture.rectangle(x: label.x - width / 2 - 1, y: label.y - 6, width: width + 2, height: 12, fill: SVG.paper)
            picture.text(text, x: label.x, y: label.y + 4, size: 11, anchor: .middle, fill: color(point))
        }
        if points.isEmpty {
            picture.text(
                "no rows with arithmetic on \(threads) threads", x: (plot.left + plot.right) / 2,
                y: (plot.top + plot.bottom) / 2, anchor: .middle, fill: SVG.quiet)
        }
    }

    private static func figure(_ value: Double) -> String { String(format: value < 10 ? "%.1f" : "%.0f", value) }
}
