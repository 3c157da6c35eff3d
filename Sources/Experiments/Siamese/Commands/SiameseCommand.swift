import ArgumentParser
import SwiftletTensor

/// The command `siamese`.
public struct SiameseCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "siamese",
        abstract: "Face verification by a siamese network: an embedding in which the same person is near.",
        discussion: """
            People to train on and people to test on are different ones.

            Examples:
              siamese train --faces people --folds 5 --output runs/people
              siamese compare a.png b.png --checkpoint runs/people
            """,
        version: SwiftletVersion.string,
        subcommands: [TrainCommand.self, EvaluateCommand.self, CompareCommand.self, ExportCommand.self])

    /// For the argument parser.
    public init() {}
}
