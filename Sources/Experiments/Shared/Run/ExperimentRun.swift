import Foundation
import SwiftletTensor
import SwiftletTrain

/// What every training command does around the training itself: run directory, configuration, environment, metrics,
/// checkpoints, result.
///
///     func run() throws {
///         let start = ProgramStart()
///         var configuration = preset.configuration
///         ... apply(to: &configuration) ...
///         let training = try DCGANTraining(configuration, folder: runOptions.dataDirectory)
///         let run = try output.beginRun(
///             configuration: configuration, context: training.context,
///             dataFiles: training.files.map(EnvironmentRecord.DataFile.init(recording:)))
///         let summary = try run.interruptible {
///             try training.run(progress: run.progress, log: run.log) { try run.write(checkpoint: $0.checkpoint()) }
///         }
///         let result = DCGANResult(summary, wallSeconds: start.wallSeconds, output: run.directory.path)
///         try run.finish(result, lines: [result.sentence], speed: summary.speed, json: runOptions.json)
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

    /// Begins a run of an experiment: writes `config.json` and `environment.json`. Throws `RunError`.
    init(
        of kind: (some Experiment).Type, in directory: RunDirectory, configuration: some Encodable,
        context: ComputeContext, environment: EnvironmentRecord
    ) throws {
        self.directory = directory
        program = kind.name
        progress = ProgressReporter()
        progress.samples = kind.samples
        self.context = context
        self.environment = environment
        try directory.write(configuration: configuration)
        try directory.write(environment: environment)
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
        return states
    }

    /// Calls `body`; if it fails, the error names the last checkpoint, and if a signal stops it, how to go on.
    public func interruptible<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as InterruptedError {
            let kept = lastCheckpoint.map { "interrupted; the last checkpoint is \($0)" }
            let next =
                TrainingStates.exist(in: directory.path)
                ? "; go on with '\(program) train --resume \(directory.path)'" : ""
            throw InterruptedError(signal: error.signal, (kept ?? "interrupted before there was a checkpoint") + next)
        } catch let error as RunError {
            // The run directory may be what went.
            let kept = lastCheckpoint.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
            throw RunError("\(error)" + (kept.map { "; the last checkpoint is \($0)" } ?? ""))
        }
    }

    /// Ends a run: writes the environment again, with the kernel variants that ran, `result.json` and `report.html`; prints
    /// the lines, the speed if there was training, where the run and its report lie and, if asked for, the result as a line of
    /// JSON. The states are removed.
    public func finish(_ result: some Encodable, lines: [String], speed: TrainingSpeed? = nil, json: Bool) throws {
        environment.kernelVariants = context.kernelVariants
        try directory.write(environment: environment)
        try directory.write(result: result)
        try TrainingStates.removeAll(in: directory.path)
        let report = try directory.writeReport()
        for line in lines + (speed?.lines(samples: progress.samples) ?? []) { print(line) }
        print("Run: \(directory.path)")
        print("Report: \(report)")
        if json { print(try JSON.line(result)) }
    }
}
