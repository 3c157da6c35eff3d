import ArgumentParser
import ExperimentSupport
import SwiftletTrain

/// Writes a trained classifier for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a trained classifier as an ONNX model.",
        discussion: """
            The model takes word numbers and gives probabilities; an ensemble becomes one model that averages them. Names of the \
            classes, vocabulary and tokenizer are in its metadata.

            Example:
              textcnn export --checkpoint runs/reviews --onnx reviews.onnx
            """)

    @Option(
        help: ArgumentHelp(
            "Checkpoint, or the run directory that holds it; several make an ensemble.", valueName: "path"))
    var checkpoint: [String]

    @OptionGroup var output: ONNXOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func validate() throws {
        if checkpoint.isEmpty { throw ValidationError("Missing expected argument '--checkpoint <path>'") }
    }

    func run() throws {
        let context = try compute.makeContext()
        let files = try checkpoint.flatMap(TextClassifier.checkpointFiles)
        let ensemble = try TextEnsemble(files.map { try TextClassifier(reading: $0, in: context) })
        try output.write(ensemble.onnx(), compute)
    }
}
