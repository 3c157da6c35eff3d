import ArgumentParser

/// The command `textcnn`.
public struct TextCNNCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "textcnn",
        abstract: "Sentence classification by a convolutional network over word vectors (Kim 2014).",
        subcommands: [TrainCommand.self, EvaluateCommand.self, PredictCommand.self, CompareCommand.self])

    /// For the argument parser.
    public init() {}
}
