import Foundation

/// A report over one run or several: one HTML file that holds all of it, made from the files of run directories alone.
public struct RunReport {
    private let runs: [RunRecord]

    /// Reads the runs, at least one. Throws `RunError` for a folder that is no run directory, and for damaged files by name
    /// and line.
    public init(directories: [String]) throws {
        if directories.isEmpty { throw RunError("a report needs at least one run directory") }
        runs = try directories.map(RunRecord.init)
    }

    /// Writes the report, replacing a file that is there. Throws `RunError`.
    public func write(to path: String) throws {
        try AtomicFile.write(Data(html().utf8), to: path)
    }

    /// The report as text.
    package func html() throws -> String {
        let page = runs.count == 1 ? try pageOfOne(runs[0]) : try pageOfAll()
        return page.html.text
    }

    private func pageOfOne(_ run: RunRecord) throws -> ReportPage {
        let section = RunSection(run: run, level: 2)
        return ReportPage(title: run.title, lead: section.facts, body: try section.html())
    }

    private func pageOfAll() throws -> ReportPage {
        let sections = try runs.enumerated().map { index, run -> HTML in
            let section = RunSection(run: run, level: 3)
            return """
                <article class="run" id="\(OverviewSection.anchor(index))">
                <h2>\(run.title)</h2>
                \(section.facts)\(try section.html())</article>

                """
        }
        let experiments = runs.reduce(into: [String]()) { if !$0.contains($1.experiment) { $0.append($1.experiment) } }
        return ReportPage(
            title: "\(runs.count) runs: \(experiments.joined(separator: ", "))",
            lead: .empty, body: "\(OverviewSection(runs: runs).html)\(sections)")
    }
}

extension RunDirectory {
    /// Writes `report.html` about the run, made from what the directory holds at this moment; its path.
    @discardableResult
    public func writeReport() throws -> String {
        let report = path(RunFile.report)
        try RunReport(directories: [path]).write(to: report)
        return report
    }
}
