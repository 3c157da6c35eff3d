import ArgumentParser
import Foundation
import SwiftletTensor
import SwiftletTrain

/// Flags about the run directory of an experiment.
public struct OutputOptions<Kind: Experiment>: ParsableArguments {
    /// `--output`
    @Option(
        help: ArgumentHelp(
            "Run directory: a new or an empty folder. (default: runs/\(Kind.name)-DATE-NUMBER)", valueName: "folder"))
    public var output: String?

    /// `--overwrite`
    @Flag(help: "Replace an earlier run in the run directory.")
    public var overwrite = false

    /// For the argument parser.
    public init() {}

    /// For the argument parser: refuses to overwrite no folder in particular.
    public func validate() throws {
        if overwrite && output == nil { throw ValidationError("--overwrite needs --output") }
    }

    /// Makes the run directory and begins the run in it: writes `config.json` and `environment.json`. Of an earlier run
    /// that is replaced, checkpoints and `pictures` go at once. With `resumption` that names one, the run in that folder goes on. Throws
    /// `RunError`.
    public func beginRun(
        configuration: some Encodable, context: ComputeContext, dataFiles: [EnvironmentRecord.DataFile],
        pictures: Set<String> = [], resumption: ResumeOptions? = nil
    ) throws -> ExperimentRun {
        let environment = EnvironmentRecord(of: context, dataFiles: dataFiles)
        guard let resuming = resumption?.resume else {
            let run = try ExperimentRun(
                of: Kind.self, in: makeDirectory(pictures: pictures), configuration: configuration, context: context,
                environment: environment)
            if let resumption { run.stateSeconds = resumption.stateSeconds }
            return run
        }
        if output != nil {
            throw RunError("--resume goes on in the folder of the run; leave out --output")
        }
        let (continued, warning) = try environment.continuing(runIn: resuming)
        let run = try ExperimentRun(
            of: Kind.self, in: RunDirectory(resuming: resuming), configuration: configuration, context: context,
            environment: continued)
        if let resumption { run.stateSeconds = resumption.stateSeconds }
        if let warning { run.progress.note(warning) }
        return run
    }

    /// Makes the run directory; of an earlier run that is replaced, checkpoints and `pictures` go at once. Throws
    /// `RunError`.
    public func makeDirectory(pictures: Set<String> = []) throws -> RunDirectory {
        guard let output else { return try RunDirectory(experiment: Kind.name) }
        let directory = try RunDirectory(output, overwrite: overwrite)
        if overwrite { try removeLeftovers(of: directory, pictures) }
        return directory
    }

    /// An earlier run may have left checkpoints under other names than this one's, or pictures that this one does not
    /// draw or never comes to; they must not be taken for this one's.
    private func removeLeftovers(of directory: RunDirectory, _ pictures: Set<String>) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path)
        where name.hasPrefix("checkpoint") && name.hasSuffix(".safetensors") || pictures.contains(name) {
            try FileManager.default.removeItem(atPath: directory.path(name))
        }
    }
}
