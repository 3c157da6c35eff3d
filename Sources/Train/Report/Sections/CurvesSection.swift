/// The curves of a run's metrics, and their values to read.
struct CurvesSection {
    let run: RunRecord
    private let metrics: MetricCurves

    init(_ run: RunRecord) {
        self.run = run
        metrics = MetricCurves(run.metrics)
    }

    /// Charts of the metrics that no figure of the run shows.
    var charts: [HTML] {
        let shown = Set(run.figures.flatMap { $0.metrics ?? [] })
        return metrics.charts(without: shown).map { ChartSection(chart: $0).html }
    }

    /// Every value, folded; nothing if there are no metrics.
    var values: HTML {
        let curves = metrics.curves
        if curves.isEmpty { return .empty }
        let epochs = Set(curves.flatMap { $0.points.map(\.x) }).sorted()
        let byEpoch = curves.map { Dictionary(uniqueKeysWithValues: $0.points.map { ($0.x, $0.y) }) }
        let heads = curves.map { curve -> HTML in
            let part = curve.part == "train" ? "training" : "evaluation"
            return "<th scope=\"col\" class=\"number\">\(Wording.words(curve.metric)), \(part)</th>"
        }
        let rows = epochs.map { epoch -> HTML in
            let cells = zip(curves, byEpoch).map { curve, values -> HTML in
                "<td class=\"number\">\(values[epoch].map { MetricText.value($0, of: curve.metric) } ?? "–")</td>"
            }
            return "<tr><td class=\"number\">\(Plot.text(of: epoch))</td>\(cells)</tr>\n"
        }
        return """
            <details class="screen">
            <summary>Values by epoch\(metrics.networks > 1 ? ", means over \(metrics.networks) networks" : "")</summary>
            <div><table>
            <thead><tr><th scope="col" class="number">epoch</th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table></div>
            </details>

            """
    }
}
