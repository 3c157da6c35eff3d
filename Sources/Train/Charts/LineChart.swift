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

    /// A chart of some curves.
    public init(title: String, xLabel: String, yLabel: String, series: [Series]) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
    }

    /// The chart as a self-contained SVG file. Points tell their values where the pointer rests on them.
    public var svg: String { svg(showsTitle: true) }

    /// The chart as SVG; without its title where that stands beside it. Attributes whose names begin with `data-` hold the
    /// values and the place of the axes, for the script of a report.
    func svg(showsTitle: Bool) -> String {
        var picture = SVG()
        let margin = Margin(width: size.width)
        let headHeight = ChartHead(
            title: showsTitle ? title : nil, items: series.map(\.name), left: margin.left,
            right: size.width - margin.right
        ).draw(in: &picture, top: margin.top)
        let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
        let hasWholeX = points.allSatisfy { $0.x == $0.x.rounded() && abs($0.x) < 1e9 }
        let plot = Plot(
            left: margin.left, right: size.width - margin.right, top: headHeight + 12,
            bottom: headHeight + size.height - margin.bottom - margin.top,
            x: Axis(covering: points.map(\.x), tickCount: Int(size.width / 90), isWhole: hasWholeX),
            y: Axis(covering: points.map(\.y), tickCount: Int(size.height / 75)))
        plot.drawAxes(in: &picture, xLabel: xLabel, yLabel: yLabel)
        for (index, series) in series.enumerated() {
            plot.draw(series, SeriesStyle(index: index), in: &picture)
        }
        if points.isEmpty {
            picture.text(
                "no data", x: (plot.left + plot.right) / 2, y: (plot.top + plot.bottom) / 2, anchor: .middle,
                fill: SVG.quiet)
        }
        return picture.document(
            width: size.width, height: plot.bottom + margin.bottom, title: title,
            attributes: points.isEmpty ? [] : plot.attributes + [("data-x-label", xLabel)])
    }

    /// Room around the plot, less of it in a small picture.
    private struct Margin {
        let top: Double
        let right: Double
        let bottom: Double
        let left: Double

        init(width: Double) {
            let isSmall = width < 600
            top = isSmall ? 12 : 24
            right = isSmall ? 16 : 28
            bottom = isSmall ? 48 : 56
            left = isSmall ? 64 : 76
        }
    }
}
