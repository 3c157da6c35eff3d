/// Everything about one run.
struct RunSection {
    let run: RunRecord
    /// The rank of headings of its parts.
    let level: Int

    /// The parts of the run one after the other, without its title. Throws `RunError` if a picture cannot be read.
    func html() throws -> HTML {
        let curves = CurvesSection(run)
        let figures = try run.figures.map { figure -> HTML in
            let reader = RunFileReader(directory: run.directory)
            guard let bytes = try reader.bytes(figure.file) else {
                throw RunError("\(run.directory)/\(RunFile.figures) lists \(figure.file), which is not there")
            }
            return FigureSection(figure: figure, bytes: bytes).html
        }
        let pictures = zip(run.figures, figures).filter { $0.0.chart == nil }.map { $0.1 }
        let charts = curves.charts + zip(run.figures, figures).filter { $0.0.chart != nil }.map { $0.1 }
        let tables = run.tables.filter { $0.name != ReportTable.keyResults }.map { TableSection(table: $0).html }
        return """
            \(warning)\(results)\
            \(part("Curves", charts.isEmpty ? .empty : "<div class=\"grid\">\n\(charts)</div>\n\(spaced(curves.values))"))\
            \(part("Pictures", pictures.isEmpty ? .empty : "<div class=\"grid\">\n\(pictures)</div>\n"))\
            \(part("Tables", "\(tables)"))\
            \(part("How it ran", ran))\
            \(part("Repeat it", repetition))
            """
    }

    /// When, how long and on what, in a line.
    var facts: HTML {
        let facts = [
            run.start.map { "started \($0)" }, run.seconds.map { "took \(MetricText.duration($0))" },
            run.dataNames.isEmpty ? nil : "data: \(run.dataNames.joined(separator: ", "))", "folder \(run.directory)",
        ]
        return "<ul class=\"facts\">\(facts.compactMap { $0 }.map { "<li>\($0)</li>" as HTML })</ul>\n"
    }

    private func part(_ title: String, _ content: HTML) -> HTML {
        content.isEmpty ? .empty : "<h\(level) class=\"part\">\(title)</h\(level)>\n\(content)"
    }

    private func spaced(_ html: HTML) -> HTML { html.isEmpty ? html : "<div class=\"below\">\(html)</div>\n" }

    private var warning: HTML {
        if run.result != nil { return .empty }
        return """
            <p class="note warning">There is no result: the run was stopped, or it is still going.</p>

            """
    }

    private var results: HTML {
        let results = run.keyResults
        if results.isEmpty { return .empty }
        let notes = run.tables.first { $0.name == ReportTable.keyResults }?.notes ?? []
        return """
            <dl class="results">
            \(results.map { result in
                let reference: HTML =
                    result.reference.isEmpty ? .empty : "<dd class=\"reference\">\(result.reference)</dd>"
                return "<div><dt>\(result.name)</dt><dd class=\"value\">\(Wording.unbroken(result.value))</dd>\(reference)</div>\n" as HTML
            })</dl>
            \(notes.map { "<p class=\"note\">\($0)</p>\n" as HTML })
            """
    }

    private var ran: HTML {
        let environment = run.environment.map { EnvironmentSection(environment: $0).html } ?? .empty
        let configuration = run.configuration.map { ConfigurationSection(configuration: $0).html } ?? .empty
        return "\(environment)\(configuration)"
    }

    private var repetition: HTML {
        let lines = RepeatCommand(run).lines
        if lines.isEmpty { return .empty }
        return """
            <pre><code>\(lines.map { "\($0)\n" as HTML })</code></pre>
            <p class="note">It writes a run directory of its own. Same seed and same kernels give the same bits, on any \
            number of threads.</p>

            """
    }
}
