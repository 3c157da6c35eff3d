/// Charts of a measure over several runs of the same experiment on the same data.
struct ComparedCurves {
    let charts: [LineChart]

    /// Runs of different experiments, or on different data, are not drawn together: their measures mean different things.
    init(_ runs: [RunRecord]) {
        let kinds = runs.reduce(into: [[RunRecord]]()) { kinds, run in
            if let index = kinds.firstIndex(where: { Self.isSameKind($0[0], run) }) {
                kinds[index].append(run)
            } else {
                kinds.append([run])
            }
        }
        charts = kinds.filter { $0.count > 1 }.flatMap(Self.charts)
    }

    private static func isSameKind(_ one: RunRecord, _ other: RunRecord) -> Bool {
        one.title == other.title && one.dataNames == other.dataNames
    }

    private static func charts(of runs: [RunRecord]) -> [LineChart] {
        let leading = runs.map { MetricCurves($0.metrics).leading }
        let metrics = MetricText.ordered(Set(leading.joined().map(\.metric)))
        return metrics.compactMap { metric in
            let series = zip(runs, leading).compactMap { run, curves in
                curves.first { $0.metric == metric }.map {
                    LineChart.Series(name: run.name, points: MetricCurves.shown($0))
                }
            }
            if series.count < 2 { return nil }
            let parts = Set(leading.joined().filter { $0.metric == metric }.map(\.part))
            let part = parts == ["train"] ? "training" : "evaluation"
            let label = Wording.words(metric)
            return LineChart(
                title: "\(runs[0].title): \(label), \(part)", xLabel: "epoch",
                yLabel: MetricCurves.axisLabel(label, isShare: MetricText.isShare(metric)), series: series)
        }
    }
}
