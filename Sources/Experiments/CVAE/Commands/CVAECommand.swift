import ArgumentParser
import SwiftletTensor

/// The command `cvae`.
public struct CVAECommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "cvae",
        abstract: "Pictures by class from a conditional variational autoencoder (Kingma and Welling 2014).",
        discussion: """
            Train a model, then draw pictures of a class or judge the model.

            Examples:
              cvae train --dataset mnist --output runs/digits
              cvae sample --checkpoint runs/digits --class 7 --count 64
            """,
        version: SwiftletVersion.string,
        subcommands: [TrainCommand.self, EvaluateCommand.self, SampleCommand.self, ExportCommand.self])

    /// For the argument parser.
    public init() {}
}
