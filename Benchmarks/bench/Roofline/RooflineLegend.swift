import Foundation
import SwiftletSVG

/// The numbers of the points with what they stand for, in columns beside the plot.
struct RooflineLegend {
    private struct Line {
        var number: String
        var text: String
        var share: String
        var point: RooflinePoint?
    }

    private static let lineHeight = 15.0
    private static let size = 11.0
    private static let gap = 24.0
    private static let mostColumns = 3

    private let columns: [[Line]]
    private let left: Double
    private let top: Double

    init(points: [RooflinePoint], left: Double, top: Double, height: Double) {
        self.left = left
        self.top = top
        var lines: [Line] = []
        var title = ""
        for (point, name) in zip(points, RooflinePoint.shapeNames(points)) {
            if point.workload.title != title {
                title = point.workload.title
                lines.append(Line(number: "", text: title, share: "", point: nil))
            }
            let share = point.shareOfLimit.map { String(printf: "%.0f %%", $0 * 100) } ?? ""
            lines.append(Line(number: "\(point.number)", text: name, share: share, point: point))
        }
        let fitting = Int(height / Self.lineHeight)
        let perColumn = max(fitting, lines.count / Self.mostColumns + 2)
        var columns: [[Line]] = []
        for (index, line) in lines.enumerated() {
            // A heading does not stand alone at the end of a column.
            let needed = line.point == nil && index + 1 < lines.count ? 2 : 1
            if columns.isEmpty || columns[columns.count - 1].count + needed > perColumn { columns.append([]) }
            columns[columns.count - 1].append(line)
        }
        self.columns = columns
    }

    private static let numberWidth = 24.0

    private static func width(_ column: [Line]) -> Double {
        let share = column.map { SVG.width(of: $0.share, size: size) }.max() ?? 0
        let text = column.map { SVG.width(of: $0.text, size: size, isBold: $0.point == nil) }.max() ?? 0
        return numberWidth + text * 1.06 + 18 + share
    }

    var right: Double {
        columns.reduce(left) { $0 + Self.width($1) + Self.gap } - (columns.isEmpty ? 0 : Self.gap)
    }
    var bottom: Double { top + Double(columns.map(\.count).max() ?? 0) * Self.lineHeight }

    /// `color` is that of a point.
    func draw(in picture: inout SVG, color: (RooflinePoint) -> String) {
        if !columns.isEmpty {
            picture.text("share of the limit in %", x: left, y: top - 14, size: 12, fill: SVG.quiet)
        }
        var x = left
        for column in columns {
            let width = Self.width(column)
            for (index, line) in column.enumerated() {
                let y = top + Double(index) * Self.lineHeight + 10
                guard let point = line.point else {
                    picture.text(line.text, x: x, y: y, size: Self.size, isBold: true)
                    continue
                }
                picture.text(line.number, x: x + 18, y: y, size: Self.size, anchor: .end, fill: color(point))
                picture.text(line.text, x: x + Self.numberWidth, y: y, size: Self.size)
                picture.text(line.share, x: x + width, y: y, size: Self.size, anchor: .end)
            }
            x += width + Self.gap
        }
    }
}
