/// Several runs at a glance: a table of all, and the curves that can be compared.
struct OverviewSection {
    let runs: [RunRecord]

    var html: HTML {
        """
        <div class="box">
        <div class="scroll" tabindex="0" role="region" aria-label="Runs">
        <table class="overview">
        <caption>Runs</caption>
        <thead><tr><th scope="col">run</th><th scope="col">experiment</th><th scope="col">key results</th>\
        <th scope="col" class="number">time</th><th scope="col">data</th></tr></thead>
        <tbody>
        \(runs.enumerated().map(row))</tbody>
        </table>
        </div>
        </div>
        \(curves)
        """
    }

    /// The name of a run's part of the page.
    static func anchor(_ index: Int) -> String { "run-\(index + 1)" }

    private func row(_ index: Int, _ run: RunRecord) -> HTML {
        let results = run.keyResults.map { result -> HTML in
            "<li>\(result.name) <strong>\(Wording.unbroken(result.value))</strong></li>"
        }
        let reached: HTML = results.isEmpty ? "–" : "<ul class=\"results-list\">\(results)</ul>"
        return """
            <tr><td class="name"><a href="#\(Self.anchor(index))">\(run.name)</a></td><td class="name">\(run.title)</td><td>\(reached)</td>\
            <td class="number">\(run.seconds.map(MetricText.duration) ?? "–")</td>\
            <td>\(run.dataNames.joined(separator: ", "))</td></tr>

            """
    }

    private var curves: HTML {
        let charts = ComparedCurves(runs).charts
        if charts.isEmpty { return .empty }
        return """
            <h3 class="part">The same measures, run by run</h3>
            <div class="grid">
            \(charts.map { ChartSection(chart: $0).html })</div>

            """
    }
}
