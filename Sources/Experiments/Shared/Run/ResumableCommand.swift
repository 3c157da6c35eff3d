import ArgumentParser

/// A command that trains and can go on where it was stopped.
public protocol ResumableCommand: ParsableCommand {
    /// Flags of the commands that train.
    var runOptions: RunOptions { get set }
}

extension ResumableCommand {
    /// The command without flags, but for those of `options` that may be given when a run goes on: they do not change
    /// what it computes.
    public static func bare(beside options: RunOptions) throws -> Self {
        var command = try parse([])
        command.runOptions.folder = options.folder
        command.runOptions.compute.threads = options.compute.threads
        return command
    }
}
