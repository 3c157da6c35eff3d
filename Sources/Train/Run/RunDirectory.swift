import Foundation

/// The folder that holds everything about one run.
///
/// `config.json` is the resolved configuration, `environment.json` what it ran on, `metrics.jsonl` one JSON object a line
/// as training goes, `result.json` what came out; checkpoints and pictures lie beside them. Whole files are replaced
/// atomically, and a line of metrics is in the file when the call returns. Numbers are written as `JSON` says.
public final class RunDirectory {
    /// The folder, as it was named.
    public let path: String
    private let metrics: OutputFile

    private static let metricsName = "metrics.jsonl"
    private static let resultName = "result.json"

    /// The folder at `path`, which is made if it does not exist.
    ///
    /// Throws `RunError` if the folder has something in it, unless `overwrite` is set, or cannot be written. Overwriting
    /// begins the metrics anew, removes the earlier result and replaces other files of a run when they are written; it
    /// touches no file that is not a run's.
    public init(_ path: String, overwrite: Bool = false) throws {
        try Folder.create(path)
        if try !overwrite && !Folder.isEmpty(path) {
            throw RunError(
                "the output folder \(path) is not empty; name another one with --output, or replace it with --overwrite"
            )
        }
        self.path = path
        metrics = try OutputFile("\(path)/\(Self.metricsName)", existing: overwrite ? .replace : .refuse)
        let result = "\(path)/\(Self.resultName)"
        if unlink(result) != 0 && errno != ENOENT {
            throw RunError("cannot replace \(result): \(systemErrorMessage())")
        }
    }

    /// A new folder `<experiment>-<date>-<n>` in `folder`, with the first number that is free.
    public convenience init(experiment: String, in folder: String = "runs", date: Date = Date()) throws {
        try Folder.create(folder)
        let day = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: date)
        let stem = String(format: "%@/%@-%04d-%02d-%02d-", folder, experiment, day.year!, day.month!, day.day!)
        var number = 1
        while try !Folder.createNew("\(stem)\(number)") { number += 1 }
        try self.init("\(stem)\(number)")
    }

    /// The path of a file in this folder, such as a checkpoint.
    public func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes `config.json`: every setting as the run used it, defaults included.
    public func write(configuration: some Encodable) throws { try write(configuration, to: "config.json") }

    /// Writes `environment.json`. Written again at the end of a run, it names the kernel variants that ran.
    public func write(environment: EnvironmentRecord) throws { try write(environment, to: "environment.json") }

    /// Writes `result.json`.
    public func write(result: some Encodable) throws { try write(result, to: Self.resultName) }

    /// Appends one line to `metrics.jsonl`.
    public func append(metrics values: some Encodable) throws {
        try metrics.append(Data((JSON.line(values) + "\n").utf8))
    }

    /// Writes a value as a JSON file of this name.
    public func write(_ value: some Encodable, to name: String) throws {
        try AtomicFile.write(JSON.document(value), to: path(name))
    }

    /// Writes a text, such as a picture in SVG, as a file of this name.
    public func write(text: String, to name: String) throws {
        try AtomicFile.write(Data(text.utf8), to: path(name))
    }
}
