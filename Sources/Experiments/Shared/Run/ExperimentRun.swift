import Foundation
import SwiftletTensor
import SwiftletTrain

/// What every training command does around the training itself: run directory, configuration, environment, metrics,
/// checkpoints, result.
///
///     func run() throws {
///         let start = ProgramStart()
///         let plan = try plan()
///         let training = try DCGANTraining(plan.settings, folder: plan.data)
///         let run = try output.beginRun(
///             configuration: training.configuration, context: training.context, dataFiles: training.files,
///             resumed: plan.resumed, options: resumption, start: start)
///         let summary = try run.interruptible {
///             try training.run(progress: run.progress, log: run.log) { try run.write(checkpoint: $0.checkpoint()) }
///         }
///         let result = DCGANResult(summary, wallSeconds: run.wallSeconds, output: run.directory.path)
///         try run.finish(result, lines: [result.sentence], speed: summary.speed, json: runOptions.json) {
///             run.illustrate("the chart of losses") { try run.directory.write(figure: losses(summary)) }
///         }
///     }
public final class ExperimentRun {
    /// The run directory.
    public let directory: RunDirectory
    /// Where progress and notes are shown: standard error.
    public let progress: ProgressReporter
    /// The checkpoint that was written last.
    public private(set) var lastCheckpoint: String?
    /// Least seconds between two states at the ends of epochs.
    var stateSeconds = 5.0
    private let program: String
    private let context: ComputeContext
    private var environment: EnvironmentRecord
    private let start: ProgramStart?
    private let beginning = ProcessInfo.processInfo.systemUptime
    /// Seconds that earlier sessions of the run took.
    private let earlierSeconds: Double

    /// Begins a run of an experiment: writes `config.json` and `environment.json`. Throws `RunError`.
    init(
        of kind: (some Experiment).Type, in directory: RunDirectory, configuration: some Encodable,
        context: ComputeContext, environment: EnvironmentRecord, start: ProgramStart? = nil
    ) throws {
        self.directory = directory
        program = kind.name
        progress = ProgressReporter()
        progress.samples = kind.samples
        self.context = context
        self.environment = environment
        self.start = start
        // A session that was killed has told its time in its states alone.
        earlierSeconds = max(environment.wallSeconds ?? 0, TrainingStates.wallSeconds(in: directory.path))
        directory.warn = progress.note
        if let warning = directory.warning { progress.note(warning) }
        try directory.write(configuration: configuration)
        try directory.write(environment: environment)
    }

    /// Seconds that the run has taken so far, in all its sessions.
    public var wallSeconds: Double {
        earlierSeconds + (start?.wallSeconds ?? ProcessInfo.processInfo.systemUptime - beginning)
    }

    /// Appends an epoch's record, or what holds one, to the metrics.
    public func log(_ record: some Encodable) throws { try directory.append(metrics: record) }

    /// Writes a checkpoint of this name in the run directory by `write`, and remembers it as the last one.
    public func writeCheckpoint(named name: String = CheckpointPath.name, _ write: (_ path: String) throws -> Void)
        throws
    {
        let path = directory.path(name)
        try write(path)
        lastCheckpoint = path
    }

    /// Writes a checkpoint of this name in the run directory, and remembers it as the last one.
    public func write(checkpoint: Checkpoint, named name: String = CheckpointPath.name) throws {
        try writeCheckpoint(named: name) { try checkpoint.write(to: $0) }
    }

    /// The states of a training of this run: of its `part`, if it has several.
    public func states(part: String? = nil) -> TrainingStates {
        let states = TrainingStates(in: directory.path, part: part, note: progress.note)
        states.leastSeconds = stateSeconds
        states.wallSeconds = { [self] in wallSeconds }
        return states
    }

    /// Calls `body`; if it fails, the error names the last checkpoint, and if a signal stops it, how to resume.
    public func interruptible<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as InterruptedError {
            environment.wallSeconds = wallSeconds
            // All that is lost if this fails is the time so far.
            try? directory.write(environment: environment)
            let kept = lastCheckpoint.map { "interrupted; the last checkpoint is \($0)" }
            let next =
                TrainingStates.exist(in: directory.path)
                ? "; resume with: \(ShellQuoting.line([Self.command(of: program), "train", "--resume", directory.path]))"
                : ""
            throw InterruptedError(signal: error.signal, (kept ?? "interrupted before there was a checkpoint") + next)
        } catch let error as RunError {
            // The run directory may be what went.
            let kept = lastCheckpoint.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
            throw RunError("\(error)" + (kept.map { "; the last checkpoint is \($0)" } ?? ""))
        }
    }

    /// How this process called the program, so that the same words call it again.
    private static func command(of program: String) -> String {
        let word = CommandLine.arguments.first ?? program
        return word.hasSuffix("/\(program)") ? word : program
    }

    /// Calls `body`, which writes what is for looking at alone: a figure, a table, a report. If that cannot be made or written, it is
    /// skipped with a warning that calls it `name`, because nothing that was reached may be lost to it.
    public func illustrate(_ name: String, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            progress.note("Warning: \(name) is skipped: \(sentence(for: error)).")
        }
    }

    /// Writes figures; one that cannot be written is skipped with a warning.
    public func draw(_ figures: [Figure]) {
        for figure in figures { illustrate("the figure \(figure.name)") { try directory.write(figure: figure) } }
    }

    /// Writes tables for the report; one that cannot be written is skipped with a warning.
    public func show(_ tables: [ReportTable]) {
        for table in tables { illustrate("the table \(table.name)") { try directory.write(table: table) } }
    }

    /// Ends a run: writes the environment again, with the kernel variants that ran, and `result.json`; then, which no failure can cost the
    /// result any more, what `illustrations` writes and `report.html`. Prints the lines, the speed if there was training, where the run
    /// and its report lie and, if asked for, the result as a line of JSON. Of the states the last of each training stays, from which more
    /// epochs can follow.
    public func finish(
        _ result: some Encodable, lines: [String], speed: TrainingSpeed? = nil, json: Bool,
        illustrations: () -> Void = {}
    ) throws {
        environment.kernelVariants = context.kernelVariants
        environment.wallSeconds = wallSeconds
        try directory.write(environment: environment)
        try directory.write(result: result)
        illustrate("the removal of earlier states") { try TrainingStates.removeAllButLast(in: directory.path) }
        illustrations()
        var report: String?
        illustrate("the report") { report = try directory.writeReport() }
        for line in lines + (speed?.lines(samples: progress.samples) ?? []) { print(line) }
        print("Run: \(directory.path)")
        if let report { print("Report: \(report)") }
        if json { try StandardOutput.write(json: result) }
    }
}
