/// A figure as `figures.json` lists it.
struct FigureRecord: Codable, Equatable {
    var name: String
    /// The picture's file, beside `figures.json`.
    var file: String
    var caption: String
    var alternativeText: String
    /// Metrics that the figure shows; none if absent.
    var metrics: [String]?
    /// What a chart draws.
    var chart: LineChart?

    init(_ figure: Figure) {
        name = figure.name
        file = figure.fileName
        caption = figure.caption
        alternativeText = figure.alternativeText
        metrics = figure.metrics.isEmpty ? nil : figure.metrics
        if case .chart(let chart) = figure.content { self.chart = chart }
    }
}
