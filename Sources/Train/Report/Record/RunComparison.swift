/// Several runs beside each other: what they reached, and in which settings and surroundings they differ.
package struct RunComparison {
    private let runs: [RunRecord]

    /// The runs in the order in which they are to stand.
    package init(_ runs: [RunRecord]) { self.runs = runs }

    /// Rows of a name and a value for each run, the names of the runs first. Of settings and environment only what differs is
    /// told; a dash stands for what a run does not have.
    package var rows: [[String]] {
        let heads = [[""] + runs.map(\.name), ["experiment"] + runs.map(\.title)]
        let seconds = [["time"] + runs.map { $0.seconds.map(MetricText.duration) ?? "–" }]
        return heads + rows(of: { $0.keyResults.map { ($0.name, $0.value) } }) + seconds
            + rows(of: { ($0.configuration?.leaves ?? []).map { ($0.path, $0.text) } }).filter(differs)
            + rows(of: { $0.environment.map { EnvironmentSection(environment: $0).facts } ?? [] }).filter(differs)
    }

    /// One row a name that any of the runs has, in the order in which they come up.
    private func rows(of pairs: (RunRecord) -> [(name: String, value: String)]) -> [[String]] {
        let columns = runs.map(pairs)
        var names: [String] = []
        for name in columns.joined().map(\.name) where !names.contains(name) { names.append(name) }
        return names.map { name in [name] + columns.map { $0.first { $0.name == name }?.value ?? "–" } }
    }

    private func differs(_ row: [String]) -> Bool { Set(row.dropFirst()).count > 1 }
}
