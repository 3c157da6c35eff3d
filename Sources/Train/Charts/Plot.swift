import Foundation
import SwiftletSVG

/// The area of a chart between its axes.
struct Plot {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let x: Axis
    let y: Axis

    /// Curves of up to this many points get a dot at each.
    private static let mostDots = 40

    func drawAxes(in picture: inout SVG, xLabel: String, yLabel: String) {
        for tick in y.ticks {
            let height = place(0, tick).y
            picture.line(from: (left, height), to: (right, height), stroke: SVG.grid)
            picture.text(y.label(of: tick), x: left - 8, y: height + 4, size: 12, anchor: .end, fill: SVG.quiet)
        }
        picture.line(from: (left, bottom), to: (right, bottom), stroke: SVG.quiet)
        for tick in x.ticks {
            let along = place(tick, 0).x
            picture.line(from: (along, bottom), to: (along, bottom + 5), stroke: SVG.quiet)
            picture.text(x.label(of: tick), x: along, y: bottom + 19, size: 12, anchor: .middle, fill: SVG.quiet)
        }
        picture.text(xLabel, x: (left + right) / 2, y: bottom + 41, anchor: .middle)
        picture.text(yLabel, x: 18, y: (top + bottom) / 2, anchor: .middle, rotation: -90)
    }

    func draw(_ series: LineChart.Series, _ style: SeriesStyle, in picture: inout SVG) {
        picture.beginGroup(Self.attributes(of: series, style))
        let pieces = series.points.split { !$0.x.isFinite || !$0.y.isFinite }
        for piece in pieces {
            let places = piece.map { place($0.x, $0.y) }
            if places.count > 1 { picture.polyline(places, stroke: style.color, width: 2, dash: style.dash) }
            // A point without neighbours would be invisible as a line.
            if places.count == 1 || series.points.count <= Self.mostDots {
                for (point, place) in zip(piece, places) {
                    let title = "\(series.name): \(Self.text(of: point.y)) at \(Self.text(of: point.x))"
                    picture.dot(place, radius: 3, fill: style.color, title: title)
                }
            }
        }
        picture.endGroup()
    }

    /// Where the plot lies in the picture, and what its axes cover.
    var attributes: [(name: String, value: String)] {
        [
            ("data-plot", [left, right, top, bottom].map(SVG.number).joined(separator: " ")),
            ("data-range", [x.low, x.high, y.low, y.high].map { "\($0)" }.joined(separator: " ")),
        ]
    }

    private static func attributes(
        of series: LineChart.Series, _ style: SeriesStyle
    ) -> [(name: String, value: String)] {
        let points = series.points.filter { $0.x.isFinite && $0.y.isFinite }
        return [
            ("class", "series"), ("data-name", series.name), ("data-color", style.color),
            ("data-x", points.map { text(of: $0.x) }.joined(separator: " ")),
            ("data-y", points.map { text(of: $0.y) }.joined(separator: " ")),
        ]
    }

    /// A value with the digits that a reader can make use of.
    static func text(of value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(printf: "%.5g", value)
    }

    /// Where a point of the axes lies in the picture.
    func place(_ xValue: Double, _ yValue: Double) -> (x: Double, y: Double) {
        (left + x.fraction(of: xValue) * (right - left), bottom - y.fraction(of: yValue) * (bottom - top))
    }
}
