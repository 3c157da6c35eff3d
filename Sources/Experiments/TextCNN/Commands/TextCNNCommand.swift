import ArgumentParser
import SwiftletTensor

/// The command `textcnn`.
public struct TextCNNCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "textcnn",
        abstract: "Sentence classification by a convolutional network over word vectors (Kim 2014).",
        discussion: """
            Train on your own sentences, then ask the network about others. Without --train it takes a known set of the data \
            folder, and without one sentences that it makes up.

            Examples:
              textcnn train --train reviews.txt --output runs/reviews
              echo "a fine film" | textcnn predict --checkpoint runs/reviews
            """,
        version: SwiftletVersion.string,
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, PredictCommand.self, CompareCommand.self, ExportCommand.self,
        ])

    /// For the argument parser.
    public init() {}
}
