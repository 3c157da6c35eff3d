import ArgumentParser
import SwiftletTrain

/// The command `textcnn`.
public struct TextCNNCommand: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "textcnn",
        abstract: "Sentence classification by a convolutional network over word vectors (Kim 2014).",
        subcommands: [TrainCommand.self, EvaluateCommand.self, PredictCommand.self, CompareCommand.self])

    /// For the argument parser.
    public init() {}

    /// Runs the command line of this process and ends it with the right status; errors go to standard error as one
    /// sentence.
    public static func runProgram() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) == .success {
            // A request for help.
            exit(withError: error)
        } catch  where exitCode(for: error) == .validationFailure {
            exitProgram(reporting: RunError(message(for: error)))
        } catch {
            exitProgram(reporting: error)
        }
    }
}
