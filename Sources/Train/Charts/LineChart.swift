import SwiftletSVG

/// A picture of curves over a common axis, such as accuracies over epochs.
public struct LineChart: Sendable {
    /// One curve.
    public struct Series: Sendable {
        /// What it shows, for the legend.
        public var name: String
        /// Its points by rising x. A point that is not finite is left out and breaks the line.
        public var points: [(x: Double, y: Double)]

        /// A curve of any number of points.
        public init(name: String, points: [(x: Double, y: Double)]) {
            self.name = name
            self.points = points
        }

        /// A curve of one value an epoch, from epoch 1.
        public init(name: String, values: some Sequence<Double>) {
            self.init(name: name, points: values.enumerated().map { (Double($0.offset + 1), $0.element) })
        }
    }

    /// What the chart shows.
    public var title: String
    /// What x is, with its unit.
    public var xLabel: String
    /// What y is, with its unit, such as "accuracy (%)".
    public var yLabel: String
    /// The curves, which need not have the same points.
    public var series: [Series]
    /// Size in pixels.
    public var size: (width: Double, height: Double) = (760, 460)

    private static let margin = (top: 24.0, right: 28.0, bottom: 56.0, left: 76.0)

    /// A chart of some curves.
    public init(title: String, xLabel: String, yLabel: String, series: [Series]) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
    }

    /// The chart as a self-contained SVG file.
    public var svg: String {
        var picture = SVG()
        let headHeight = drawHead(in: &picture)
        let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
        let hasWholeX = points.allSatisfy { $0.x == $0.x.rounded() && abs($0.x) < 1e9 }
        let plot = Plot(
            left: Self.margin.left, right: size.width - Self.margin.right, top: headHeight + 12,
            bottom: headHeight + size.height - Self.margin.bottom - Self.margin.top,
            x: Axis(covering: points.map(\.x), tickCount: 8, isWhole: hasWholeX),
            y: Axis(covering: points.map(\.y), tickCount: 6))
        plot.drawAxes(in: &picture, xLabel: xLabel, yLabel: yLabel)
        for (index, series) in series.enumerated() {
            plot.draw(series, SeriesStyle(index: index), in: &picture)
        }
        if points.isEmpty {
            picture.text(
                "no data", x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2, anchor: .middle,
                fill: SVG.quiet)
        }
        return picture.document(width: size.width, height: plot.bottom + Self.margin.bottom, title: title)
    }

    /// Draws title and legend; returns where they end.
    private func drawHead(in picture: inout SVG) -> Double {
        var y = Self.margin.top
        let width = size.width - Self.margin.left - Self.margin.right
        for line in SVG.wrapped(title, size: 17, isBold: true, width: width) {
            y += 6
            picture.text(line, x: Self.margin.left, y: y, size: 17, isBold: true)
            y += 16
        }
        var x = Self.margin.left
        for (index, series) in series.enumerated() {
            let itemWidth = 34 + SVG.width(of: series.name, size: 13) + 22
            if x > Self.margin.left && x + itemWidth - 22 > size.width - Self.margin.right {
                x = Self.margin.left
                y += 20
            }
            let style = SeriesStyle(index: index)
            picture.polyline([(x, y + 2), (x + 26, y + 2)], stroke: style.color, width: 2.5, dash: style.dash)
            picture.text(series.name, x: x + 34, y: y + 6)
            x += itemWidth
        }
        return series.isEmpty ? y : y + 14
    }
}
