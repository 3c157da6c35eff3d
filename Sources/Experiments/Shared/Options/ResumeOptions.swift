import ArgumentParser
import Foundation
import SwiftletTrain

/// The flag that goes on with a run that was stopped.
public struct ResumeOptions: ParsableArguments {
    /// `--resume`
    @Option(
        help: ArgumentHelp(
            """
            Go on with the run in this folder, with its settings, where it was stopped: it ends with the same bits as if it \
            never had been. (default: a new run)
            """, valueName: "folder"))
    public var resume: String?

    /// `--state-seconds`
    @Option(
        help: ArgumentHelp(
            "Least time between two states kept at the ends of epochs, from which --resume goes on.",
            valueName: "seconds"))
    public var stateSeconds = 5.0

    /// For the argument parser.
    public init() {}

    /// For the argument parser: refuses a time that is none.
    public func validate() throws {
        guard stateSeconds >= 0, stateSeconds.isFinite else {
            throw ValidationError("--state-seconds must be at least 0, got \(stateSeconds)")
        }
    }

    /// The settings to run with: those of the run to go on with, else those of the flags.
    ///
    /// `bare` are the settings without any flag but those that may be given beside `--resume`. Throws `RunError` if flags
    /// would change what the run computes, or if the folder has no settings of this experiment.
    public func settings<Configuration: RunConfiguration>(
        ofFlags flags: Configuration, bare: Configuration, threads: Int?
    ) throws -> Configuration {
        guard let resume else { return flags }
        guard try JSON.line(flags) == JSON.line(bare) else {
            throw RunError("--resume goes on with the settings of the run; leave out the flags that would change them")
        }
        var settings = try Configuration(resuming: resume)
        // The results do not depend on it.
        if let threads { settings.threads = threads }
        return settings
    }
}
