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
    /// that is replaced, checkpoints and `pictures` go at once. A run that is `resumed` goes on in its own folder, with the files
    /// that it read. Its time counts from `start`, if that is given. Throws `RunError`.
    public func beginRun(
        configuration: some Encodable, context: ComputeContext, dataFiles: [String],
        pictures: Set<String> = [], resumed: ResumedRun? = nil, options: ResumeOptions? = nil,
        start: ProgramStart? = nil
    ) throws -> ExperimentRun {
        let run = try begin(configuration, context, dataFiles, pictures, resumed, start)
        if let options { run.stateSeconds = options.stateSeconds }
        return run
    }

    private func begin(
        _ configuration: some Encodable, _ context: ComputeContext, _ dataFiles: [String],
        _ pictures: Set<String>, _ resumed: ResumedRun?, _ start: ProgramStart?
    ) throws -> ExperimentRun {
        guard let resumed else {
            let files = try dataFiles.map { try EnvironmentRecord.DataFile(recording: AbsolutePath.of($0)) }
            try requireKept(files.map(\.path))
            return try ExperimentRun(
                of: Kind.self, in: makeDirectory(pictures: pictures), configuration: configuration, context: context,
                environment: EnvironmentRecord(of: context, dataFiles: files), start: start)
        }
        if output != nil {
            throw RunError("--resume continues in the folder of the run; leave out --output")
        }
        let files: [EnvironmentRecord.DataFile]
        do {
            files = try resumed.files.records(for: dataFiles)
        } catch let error as RunError {
            throw RunError("--resume \(resumed.directory): \(error)")
        }
        let (environment, warning) = try EnvironmentRecord(of: context, dataFiles: files)
            .continuing(runIn: resumed.directory)
        let run = try ExperimentRun(
            of: Kind.self, in: RunDirectory(resuming: resumed.directory, isExtended: resumed.isExtended),
            configuration: configuration, context: context, environment: environment, start: start)
        for note in [warning, resumed.note].compactMap({ $0 }) { run.progress.note(note) }
        return run
    }

    /// Throws if a file that the run reads goes when the run directory is made.
    private func requireKept(_ files: [String]) throws {
        guard overwrite, let output else { return }
        let folder = AbsolutePath.of(output) + "/"
        if let file = files.first(where: { $0.hasPrefix(folder) }) {
            throw RunError("--overwrite would replace \(file), which the run reads; name another --output")
        }
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
