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
        let places = points.map { place($0.intensity, $0.gigaflops) }
        var taken = places.map { LabelPlacement.Box(center: $0, width: 8, height: 8) }
        drawLimits(in: &picture, around: &taken)
        drawPoints(at: places, in: &picture, around: taken)
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
        for (value, label) in y.ticks {
            let height = place(x.lowest, value).y
            picture.line(from: (plot.left, height), to: (plot.right, height), stroke: SVG.grid)
            guard let label else { continue }
            picture.text(label, x: plot.left - 8, y: height + 4, size: 12, anchor: .end, fill: SVG.quiet)
        }
        for (value, label) in x.ticks {
            let along = place(value, y.lowest).x
            picture.line(from: (along, plot.top), to: (along, plot.bottom), stroke: SVG.grid)
            guard let label else { continue }
            picture.text(label, x: along, y: plot.bottom + 18, size: 12, anchor: .middle, fill: SVG.quiet)
        }
        picture.line(from: (plot.left, plot.bottom), to: (plot.right, plot.bottom), stroke: SVG.quiet)
        picture.line(from: (plot.left, plot.top), to: (plot.left, plot.bottom), stroke: SVG.quiet)
        let middle = (plot.top + plot.bottom) / 2
        picture.text(
            "arithmetic intensity (operations per byte)", x: (plot.left + plot.right) / 2, y: plot.bottom + 40,
            anchor: .middle)
        picture.text("speed (GFLOP/s)", x: 20, y: middle, anchor: .middle, rotation: -90)
    }

    /// Draws the limits and their labels, which avoid what is `taken` and are added to it.
    private func drawLimits(in picture: inout SVG, around taken: inout [LabelPlacement.Box]) {
        let peak = ceilings.first?.gigaflops ?? y.highest
        let steepest = slopes.map(\.best).max() ?? peak
        for bandwidth in slopes {
            let ridge = min(peak / bandwidth.best, x.highest)
            let start = max(x.lowest, y.lowest / bandwidth.best)
            guard start < ridge else { continue }
            let line = Line(from: place(start, start * bandwidth.best), to: place(ridge, ridge * bandwidth.best))
            picture.polyline([line.from, line.to], stroke: SVG.quiet, width: 1.3)
            let text = "\(bandwidth.level.rawValue) \(Self.figure(bandwidth.best)) GB/s"
            draw(text, along: line, at: [0.3, 0.5, 0.7, 0.15, 0.85], in: &picture, around: &taken)
        }
        for ceiling in ceilings {
            let start = max(x.lowest, ceiling.gigaflops / steepest)
            let isHighest = ceiling.gigaflops == peak
            let line = Line(from: place(start, ceiling.gigaflops), to: place(x.highest, ceiling.gigaflops))
            picture.polyline(
                [line.from, line.to], stroke: isHighest ? SVG.ink : SVG.quiet, width: isHighest ? 1.8 : 1.3,
                dash: isHighest ? nil : "6 4")
            let text = "multiply-add \(ceiling.names.joined(separator: ", ")) \(Self.figure(ceiling.gigaflops)) GFLOP/s"
            let last = 1 - (SVG.width(of: text, size: 11) / 2 + 10) / (line.to.x - line.from.x)
            let shares = stride(from: last, to: 0.2, by: -0.05)
            draw(text, along: line, at: Array(shares), in: &picture, around: &taken)
        }
    }

    private struct Line {
        var from: (x: Double, y: Double)
        var to: (x: Double, y: Double)
    }

    /// Draws a text in the direction of a line, at the first of some shares of its length where either side is free.
    private func draw(
        _ text: String, along line: Line, at shares: [Double], in picture: inout SVG,
        around taken: inout [LabelPlacement.Box]
    ) {
        let run = (x: line.to.x - line.from.x, y: line.to.y - line.from.y)
        let length = hypot(run.x, run.y)
        let direction = (x: run.x / length, y: run.y / length)
        let half = SVG.width(of: text, size: 11) / 2
        /// A point so far along the text and above its line: to the left of its direction, where y grows downwards.
        func point(_ share: Double, along: Double = 0, above: Double) -> (x: Double, y: Double) {
            (
                line.from.x + share * run.x + direction.x * along + direction.y * above,
                line.from.y + share * run.y + direction.y * along - direction.x * above
            )
        }
        func boxes(_ share: Double, above: Double) -> [LabelPlacement.Box] {
            stride(from: -half, through: half, by: 5).map {
                LabelPlacement.Box(center: point(share, along: $0, above: above + 4), width: 9, height: 9)
            }
        }
        // Above the line, or below it.
        let candidates: [(share: Double, above: Double)] = shares.map { ($0, 4) } + shares.map { ($0, -12) }
        let free = candidates.first { share, above in
            boxes(share, above: above).allSatisfy { box in !taken.contains(where: box.meets) }
        }
        guard let chosen = free ?? candidates.first else { return }
        let baseline = point(chosen.share, above: chosen.above)
        picture.text(
            text, x: baseline.x, y: baseline.y, size: 11, anchor: .middle, fill: SVG.quiet,
            rotation: atan2(run.y, run.x) * 180 / .pi)
        taken += boxes(chosen.share, above: chosen.above)
    }

    private func drawPoints(
        at places: [(x: Double, y: Double)], in picture: inout SVG, around taken: [LabelPlacement.Box]
    ) {
        var placement = LabelPlacement(area: plot, obstacles: taken)
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

    private static func figure(_ value: Double) -> String { String(printf: value < 10 ? "%.1f" : "%.0f", value) }
}
