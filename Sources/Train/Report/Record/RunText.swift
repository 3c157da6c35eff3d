/// A run as text for a terminal: what it reached, its settings, what it ran on, and how to repeat it.
package struct RunText {
    /// A title and pairs of names and values.
    package typealias Part = (title: String, pairs: [(name: String, value: String)])

    private let run: RunRecord

    /// The text about a run.
    package init(_ run: RunRecord) { self.run = run }

    /// The parts that have something in them.
    package var parts: [Part] {
        let environment = run.environment.map { EnvironmentSection(environment: $0).facts } ?? []
        let files = run.environment?["data_files"]?.values ?? []
        let pictures = run.figures.map { ($0.file, $0.caption) }
        let parts: [Part] = [
            (
                run.title,
                [
                    ("folder", run.directory), ("started", run.start ?? "–"),
                    ("time", run.seconds.map(MetricText.duration) ?? "–"),
                ]
            ),
            (
                run.result == nil ? "No result: stopped, or still going" : "Results",
                run.keyResults.map { result in
                    let reference = result.reference.isEmpty ? "" : "  (to compare: \(result.reference))"
                    return (result.name, result.value + reference)
                }
            ),
            ("Configuration", (run.configuration?.leaves ?? []).map { ($0.path, $0.text) }),
            ("Environment", environment),
            ("Data files", files.map { ($0["path"]?.text ?? "", $0["sha256"]?.text ?? "–") }),
            ("Pictures", pictures),
            ("Repeat it", RepeatCommand(run).lines.map { ("", $0) }),
        ]
        return parts.filter { !$0.pairs.isEmpty || $0.title.hasPrefix("No result") }
    }

    /// The tables of the run, with their titles.
    package var tables: [ReportTable] { run.tables.filter { $0.name != ReportTable.keyResults } }
}
