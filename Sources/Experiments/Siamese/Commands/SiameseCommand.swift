import ArgumentParser

/// The command `siamese`.
public struct SiameseCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "siamese",
        abstract: "Face verification by a siamese network: an embedding in which the same person is near.",
        subcommands: [TrainCommand.self, EvaluateCommand.self, CompareCommand.self])

    /// For the argument parser.
    public init() {}
}
