import Foundation

/// The folder that holds everything about one run.
///
/// `config.json` is the resolved configuration, `environment.json` what it ran on, `metrics.jsonl` one JSON object a line
/// as training goes, `result.json` what came out, `figures.json` and `tables.json` what its report shows beside them;
/// checkpoints and pictures lie there too. In `tensorboard` the same metrics and pictures are kept as TensorBoard reads
/// them. Whole files are replaced atomically, and a line of metrics is in the file when
/// the call returns. Numbers are written as `JSON` says.
///
/// As long as this object lives, other processes are kept out of the folder by an advisory lock, which ends with the process at
/// the latest.
public final class RunDirectory {
    /// The folder, as it was named.
    public let path: String
    /// Why other processes cannot be kept out of the folder, as a sentence; nil if they are.
    package var warning: String? { lock.warning }
    private let lock: RunLock
    private let metrics: OutputFile
    private var figures: [FigureRecord] = []
    private var tables: [ReportTable] = []
    private var logs: [String?: TensorBoardLog] = [:]
    private var lastEpoch = 0
    /// Called with a warning about what is for looking at alone and could not be written: such as logs for TensorBoard, which then
    /// end. Without it, nothing is said.
    public var warn: ((String) -> Void)?
    private var isLogging = true

    /// The folder at `path`, which is made if it does not exist.
    ///
    /// Throws `RunError` if another process is at work in the folder, if it has something in it, unless `overwrite` is set, or
    /// cannot be written. Overwriting begins the metrics anew, removes the earlier result, figures, tables and report, and
    /// replaces other files of a run when they are written; it touches no file that is not a run's.
    public convenience init(_ path: String, overwrite: Bool = false) throws {
        try Folder.create(path)
        if try !overwrite && !Folder.isEmpty(path, ignoring: RunLock.fileName) {
            try RunLock.requireFree(path)
            throw RunError(
                "the output folder \(path) is not empty; name another one with --output, or replace it with --overwrite"
            )
        }
        let lock = try RunLock.hold(path)
        if overwrite { try TrainingStates.removeAll(in: path) }
        try self.init(existing: path, lock, overwrite: overwrite)
    }

    /// The folder of a run that was stopped, to go on in it, or of one that has ended and is extended by more epochs. Metrics,
    /// pictures and tables begin anew, as the run tells of what it has done again; checkpoints and states stay. Throws
    /// `RunError` if there is no such run, if it has its result and is not extended, if it left no state to extend it from, or if
    /// another process is at work in the folder.
    public convenience init(resuming path: String, isExtended: Bool = false) throws {
        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
        guard exists(RunFile.configuration) else {
            throw RunError("--resume \(path): there is no run in this folder: it has no \(RunFile.configuration)")
        }
        let lock = try RunLock.hold(path)
        if exists(RunFile.result) {
            let hasStates = TrainingStates.exist(in: path)
            // Between its result and its report a run may have been killed: then there are pictures to make.
            guard isExtended || hasStates && !exists(RunFile.report) else {
                throw RunError(
                    "--resume \(path): this run has ended; its result is in \(path)/\(RunFile.result), and only more epochs "
                        + "resume it")
            }
            guard hasStates else {
                throw RunError(
                    "--resume \(path): this run has ended and left no state that more epochs could follow; a new run may start "
                        + "from its checkpoint")
            }
        }
        try self.init(existing: path, lock, overwrite: true)
    }

    /// The settings of the run in a folder; what they leave out, as those of an older version may, is as in `base`. Throws
    /// `RunError` if there are none, if they are those of another experiment, or if another process is at work in the folder.
    public static func configuration<Configuration: Codable>(
        of path: String, over base: Configuration
    ) throws -> Configuration {
        let file = "\(path)/\(RunFile.configuration)"
        guard FileManager.default.fileExists(atPath: file) else {
            throw RunError("\(file) cannot be read: there is no run in this folder")
        }
        try RunLock.requireFree(path)
        do {
            return try SettingsFile(file).settings(over: base) { _ in }
        } catch {
            throw RunError(
                RunProgram.otherThanThis(ownerOf: file) ?? "\(file) is not that of a run of this program")
        }
    }

    /// What the run in a folder ran on. Throws `RunError`.
    static func environment(of path: String) throws -> EnvironmentRecord {
        try read(EnvironmentRecord.self, RunFile.environment, of: path)
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ name: String, of path: String) throws -> Value {
        let file = "\(path)/\(name)"
        guard let data = try WholeFile.bytes(of: file) else {
            throw RunError("\(file) cannot be read: there is no run in this folder")
        }
        do {
            return try JSON.decode(type, from: data)
        } catch {
            throw RunError(
                RunProgram.otherThanThis(ownerOf: file) ?? "\(file) is not that of a run of this program")
        }
    }

    private init(existing path: String, _ lock: RunLock, overwrite: Bool) throws {
        self.path = path
        self.lock = lock
        try AtomicFile.removeTemporaries(in: path)
        try AtomicFile.removeTemporaries(in: "\(path)/\(TrainingStates.folderName)")
        // Listed before the lists themselves are removed.
        let leftovers = overwrite ? Self.figureFiles(in: path) : []
        metrics = try OutputFile("\(path)/\(RunFile.metrics)", existing: overwrite ? .replace : .refuse)
        for name in leftovers + [RunFile.result, RunFile.figures, RunFile.tables, RunFile.report] {
            try Folder.removeFile("\(path)/\(name)")
        }
        if overwrite { try TensorBoardLog.remove(from: "\(path)/\(RunFile.tensorBoard)") }
    }

    /// A new folder `<experiment>-<date>-<n>` in `folder`, with the first number that is free.
    public convenience init(experiment: String, in folder: String = "runs", date: Date = Date()) throws {
        try Folder.create(folder)
        let day = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: date)
        let stem = "\(folder)/\(experiment)-" + String(printf: "%04ld-%02ld-%02ld-", day.year!, day.month!, day.day!)
        var number = 1
        while try !Folder.createNew("\(stem)\(number)") { number += 1 }
        try self.init("\(stem)\(number)")
    }

    /// The path of a file in this folder, such as a checkpoint.
    public func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes `config.json`: every setting as the run used it, defaults included; null for one that holds nothing.
    public func write(configuration: some Encodable) throws {
        try write(CompleteSettings(configuration: configuration), to: RunFile.configuration)
    }

    /// Writes `environment.json`. Written again at the end of a run, it names the kernel variants that ran.
    public func write(environment: EnvironmentRecord) throws { try write(environment, to: RunFile.environment) }

    /// Writes `result.json`.
    public func write(result: some Encodable) throws { try write(result, to: RunFile.result) }

    /// Writes the picture's file and lists it in `figures.json`, in the place of an earlier one of this name. The picture
    /// is there before the list names it. A PNG goes to TensorBoard as well, under the last epoch.
    public func write(figure: Figure) throws {
        try AtomicFile.write(Data(figure.fileBytes), to: path(figure.fileName))
        let record = FigureRecord(figure)
        if let index = figures.firstIndex(where: { $0.name == figure.name }) {
            figures[index] = record
        } else {
            figures.append(record)
        }
        try write(figures, to: RunFile.figures)
        if case .png(let bytes) = figure.content {
            log { try $0.tensorBoardLog().image(tag: figure.name, png: bytes, step: lastEpoch) }
        }
    }

    /// Adds a table to `tables.json`, in the place of an earlier one of this name.
    public func write(table: ReportTable) throws {
        if let index = tables.firstIndex(where: { $0.name == table.name }) {
            tables[index] = table
        } else {
            tables.append(table)
        }
        try write(tables, to: RunFile.tables)
    }

    /// Appends one line to `metrics.jsonl`; an epoch's metrics go to TensorBoard as well.
    public func append(metrics values: some Encodable) throws {
        try metrics.append(Data((JSON.line(values) + "\n").utf8))
        guard let epoch = values as? any EpochMetrics else { return }
        lastEpoch = epoch.epochRecord.epoch
        log { try $0.tensorBoardLog(part: epoch.part).scalars(epoch.epochRecord.scalars, step: lastEpoch) }
    }

    /// Calls `body`, which logs for TensorBoard; after a failure no more is logged, as an event file may end in a part of an event.
    private func log(_ body: (RunDirectory) throws -> Void) {
        guard isLogging else { return }
        do {
            try body(self)
        } catch {
            isLogging = false
            warn?("Warning: nothing more is logged for TensorBoard: \(sentence(for: error)).")
        }
    }

    /// The log for TensorBoard of this run, or of one of its trainings. It is made when it is first asked for.
    public func tensorBoardLog(part: String? = nil) throws -> TensorBoardLog {
        if let log = logs[part] { return log }
        let folder = path(RunFile.tensorBoard) + (part.map { "/\($0)" } ?? "")
        let log = try TensorBoardLog(directory: folder)
        logs[part] = log
        return log
    }

    /// Writes a value as a JSON file of this name.
    public func write(_ value: some Encodable, to name: String) throws {
        try AtomicFile.write(JSON.document(value), to: path(name))
    }

    /// Writes a text, such as a picture in SVG, as a file of this name.
    public func write(text: String, to name: String) throws {
        try AtomicFile.write(Data(text.utf8), to: path(name))
    }

    /// The pictures that an earlier run listed. A list that cannot be read names none: it is about to be removed.
    private static func figureFiles(in path: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(RunFile.figures)"),
            let records = try? JSON.decode([FigureRecord].self, from: data)
        else { return [] }
        return records.map(\.file).filter(Figure.isFileName)
    }
}
