import Foundation
import SwiftletSVG

/// A map of points in two dimensions, such as embeddings, each drawn as a picture or as a dot.
public struct ScatterPicture: Sendable {
    /// One point.
    public struct Point: Sendable {
        /// Where it lies. A point that is not finite is left out.
        public var x: Double
        /// Where it lies.
        public var y: Double
        /// What it belongs to, such as a class or a person; points of a group share a colour.
        public var group: String
        /// What it is, told where the pointer rests on it.
        public var label: String
        /// The bytes of a PNG file to draw at its place; a dot without one.
        public var png: [UInt8]?

        /// A point of a group.
        public init(x: Double, y: Double, group: String, label: String, png: [UInt8]? = nil) {
            self.x = x
            self.y = y
            self.group = group
            self.label = label
            self.png = png
        }
    }

    /// What the map shows.
    public var title: String
    /// What x is, with its unit.
    public var xLabel: String
    /// What y is, with its unit.
    public var yLabel: String
    /// The points; later ones lie above earlier ones.
    public var points: [Point]
    /// Longer side of the pictures, in pixels.
    public var pictureSize = 34.0
    /// Size of the whole in pixels.
    public var size: (width: Double, height: Double) = (760, 620)

    private static let margin = (top: 24.0, right: 28.0, bottom: 56.0, left: 76.0)
    /// With more groups than these a legend would be longer than the map.
    private static let mostLegendItems = 12

    /// A map of some points.
    public init(title: String, xLabel: String, yLabel: String, points: [Point]) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.points = points
    }

    /// The map as a self-contained SVG file.
    public var svg: String {
        var picture = SVG()
        let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
        let groups = finite.reduce(into: [String]()) { if !$0.contains($1.group) { $0.append($1.group) } }
        let top = ChartHead(
            title: title, items: groups.count > Self.mostLegendItems ? [] : groups, left: Self.margin.left,
            right: size.width - Self.margin.right
        ).draw(in: &picture, top: Self.margin.top)
        let plot = Plot(
            left: Self.margin.left, right: size.width - Self.margin.right, top: top + 12,
            bottom: size.height - Self.margin.bottom, x: Axis(covering: finite.map(\.x), tickCount: 8),
            y: Axis(covering: finite.map(\.y), tickCount: 7))
        plot.drawAxes(in: &picture, xLabel: xLabel, yLabel: yLabel)
        for point in finite {
            draw(point, at: plot.place(point.x, point.y), groups.firstIndex(of: point.group)!, in: &picture)
        }
        return picture.document(width: size.width, height: size.height, title: title)
    }

    private func draw(_ point: Point, at place: (x: Double, y: Double), _ group: Int, in picture: inout SVG) {
        let color = SeriesStyle(index: group).color
        guard let png = point.png else {
            picture.dot(place, radius: 4, fill: color, title: point.label)
            return
        }
        let box = PNGSize(of: png).fitted(into: pictureSize)
        let (x, y) = (place.x - box.width / 2, place.y - box.height / 2)
        picture.beginGroup(title: point.label)
        picture.picture(png: png, x: x, y: y, width: box.width, height: box.height)
        picture.rectangle(x: x, y: y, width: box.width, height: box.height, fill: "none", stroke: color)
        picture.endGroup()
    }
}
