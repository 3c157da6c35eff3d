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
    private let context: ComputeContext
    private var environment: EnvironmentRecord

    /// Begins a run on `samples`, such as "images": writes `config.json` and `environment.json`. Throws `RunError`.
    public init(
        in directory: RunDirectory, samples: String, configuration: some Encodable, context: ComputeContext,
        dataFiles: [EnvironmentRecord.DataFile]
    ) throws {
        self.directory = directory
        progress = ProgressReporter()
        progress.samples = samples
        self.context = context
        environment = EnvironmentRecord(of: context, dataFiles: dataFiles)
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

    /// Calls `body`; if a signal stops it, the error names the last checkpoint.
    public func interruptible<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as InterruptedError {
            let kept = lastCheckpoint.map { "interrupted; the last checkpoint is \($0)" }
            throw InterruptedError(signal: error.signal, kept ?? "interrupted before there was a checkpoint")
        }
    }

    /// Ends a run: writes the environment again, with the kernel variants that ran, `result.json` and `report.html`; prints
    /// the lines, the speed if there was training, where the run and its report lie and, if asked for, the result as a line of JSON.
    public func finish(_ result: some Encodable, lines: [String], speed: TrainingSpeed? = nil, json: Bool) throws {
        environment.kernelVariants = context.kernelVariants
        try directory.write(environment: environment)
        try directory.write(result: result)
        let report = try directory.writeReport()
        for line in lines + (speed?.lines(samples: progress.samples) ?? []) { print(line) }
        print("Run: \(directory.path)")
        print("Report: \(report)")
        if json { print(try JSON.line(result)) }
    }
}
