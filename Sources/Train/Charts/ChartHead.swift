import SwiftletSVG

/// What stands above a plot: its title and the legend of its colours.
struct ChartHead {
    var title: String?
    /// Names in the order of their styles.
    var items: [String]
    var left: Double
    var right: Double

    /// Draws it from `top`; returns where it ends.
    func draw(in picture: inout SVG, top: Double) -> Double {
        var y = top
        for line in title.map({ SVG.wrapped($0, size: 17, isBold: true, width: right - left) }) ?? [] {
            y += 6
            picture.text(line, x: left, y: y, size: 17, isBold: true)
            y += 16
        }
        var x = left
        for (index, item) in items.enumerated() {
            let width = 34 + SVG.width(of: item, size: 13)
            if x > left && x + width > right {
                x = left
                y += 20
            }
            let style = SeriesStyle(index: index)
            picture.polyline([(x, y + 2), (x + 26, y + 2)], stroke: style.color, width: 2.5, dash: style.dash)
            picture.text(item, x: x + 34, y: y + 6)
            x += width + 22
        }
        return items.isEmpty ? y : y + 14
    }
}
