import ArgumentParser
import SwiftletTrain

/// A command that trains and can go on where it was stopped.
public protocol ResumableCommand: ParsableCommand {
    /// What a run computes.
    associatedtype Settings: RunConfiguration

    /// Flags of the commands that train.
    var runOptions: RunOptions { get set }
    /// The flag that goes on with a run.
    var resumption: ResumeOptions { get }
    /// The flag that names a file of settings.
    var configurationFile: ConfigurationOptions { get }

    /// The settings that preset, file and flags ask for. Throws `RunError` for a file that will not do.
    func requestedSettings() throws -> Settings
}

extension ResumableCommand {
    /// The settings to run with: those of the run to go on with, else those of preset, file and flags. Throws `RunError`.
    public func settings() throws -> Settings {
        if resumption.resume != nil && configurationFile.config != nil {
            throw RunError("--resume goes on with the settings of the run; leave out --config")
        }
        return try resumption.settings(
            ofFlags: requestedSettings(), bare: Self.bare(beside: runOptions).requestedSettings(),
            threads: runOptions.compute.threads)
    }

    /// The command without flags, but for those of `options` that may be given when a run goes on: they do not change
    /// what it computes.
    public static func bare(beside options: RunOptions) throws -> Self {
        var command = try parse([])
        command.runOptions.folder = options.folder
        command.runOptions.compute.threads = options.compute.threads
        return command
    }
}
