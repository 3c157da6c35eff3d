import Foundation

/// What a run directory holds, read back. Files may be absent: a run that is still going has no result.
package struct RunRecord {
    /// The folder, as it was named.
    package let directory: String
    let configuration: JSONValue?
    let environment: JSONValue?
    let result: JSONValue?
    let metrics: [JSONValue]
    let figures: [FigureRecord]
    let tables: [ReportTable]

    /// Reads a run directory. Throws `RunError` for a folder that is none, and for files that are damaged.
    package init(_ directory: String) throws {
        try Self.requireRun(directory)
        self.directory = directory
        let reader = RunFileReader(directory: directory)
        configuration = try reader.value(RunFile.configuration)
        environment = try reader.value(RunFile.environment)
        result = try reader.value(RunFile.result)
        metrics = try reader.lines(RunFile.metrics)
        figures = try reader.decode([FigureRecord].self, RunFile.figures) ?? []
        tables = try reader.decode([ReportTable].self, RunFile.tables) ?? []
        for figure in figures where !Figure.isFileName(figure.file) {
            throw RunError("\(directory)/\(RunFile.figures): '\(figure.file)' is no file of the run directory")
        }
    }

    /// Whether a folder is a run directory.
    static func isRun(_ directory: String) -> Bool {
        [RunFile.configuration, RunFile.environment].contains {
            FileManager.default.fileExists(atPath: "\(directory)/\($0)")
        }
    }

    private static func requireRun(_ directory: String) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isFolder) else {
            throw RunError("\(directory): there is no such folder")
        }
        guard isFolder else {
            throw RunError("\(directory): this is a file; a run directory was expected")
        }
        guard isRun(directory) else {
            throw RunError(
                "\(directory): this is not a run directory: it has neither \(RunFile.configuration) nor "
                    + RunFile.environment)
        }
    }

    /// The folder's own name.
    var name: String { URL(fileURLWithPath: directory).lastPathComponent }

    /// The command line that began it.
    var arguments: [String] { environment?["arguments"]?.values.compactMap(\.string) ?? [] }

    /// The program: "textcnn".
    var experiment: String {
        let program = arguments.first.map { URL(fileURLWithPath: $0).lastPathComponent } ?? ""
        return program.isEmpty ? "run" : program
    }

    /// The program and its verb: "textcnn train".
    var title: String {
        guard let verb = arguments.dropFirst().first, !verb.hasPrefix("-") else { return experiment }
        return "\(experiment) \(verb)"
    }

    /// When it began, as "2026-11-25 18:45 UTC"; nil if that is not known.
    var start: String? {
        environment?["start_time"]?.string.map { time in
            let match = time.wholeMatch(of: /(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ/)
            return match.map { "\($0.output.1) \($0.output.2) UTC" } ?? time
        }
    }

    /// Seconds from its beginning to its result; of a run without one, to its last epoch.
    var seconds: Double? {
        result?["wall_seconds"]?.number ?? result?["train_seconds"]?.number
            ?? metrics.last?["elapsed_seconds"]?.number
    }

    /// Names of the one or two files that it read; of more, of the folder that holds them all.
    var dataNames: [String] {
        if result?["generated_data"]?.isTrue == true { return ["generated"] }
        let files = environment?["data_files"]?.values.compactMap { $0["path"]?.string } ?? []
        // Not as URLs, which would complete a relative path by the folder that the report is written in.
        let paths = files.map { $0.split(separator: "/") }
        guard paths.count > 2 else { return paths.map { String($0.last ?? "") } }
        let common = paths.dropFirst().reduce(Array(paths[0].dropLast())) { common, path in
            zip(common, path.dropLast()).prefix { $0 == $1 }.map(\.0)
        }
        guard let folder = common.last else { return ["\(paths.count) files"] }
        return ["\(folder) (\(paths.count) files)"]
    }
}
