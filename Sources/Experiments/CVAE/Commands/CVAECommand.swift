import ArgumentParser

/// The command `cvae`.
public struct CVAECommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "cvae",
        abstract: "Pictures by class from a conditional variational autoencoder (Kingma and Welling 2014).",
        subcommands: [TrainCommand.self, EvaluateCommand.self, SampleCommand.self])

    /// For the argument parser.
    public init() {}
}
