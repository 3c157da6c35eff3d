import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Flags of the commands that use a trained classifier.
struct CheckpointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Checkpoint, or the run directory that holds it; several make an ensemble.", valueName: "path"))
    var checkpoint: [String]

    @Option(
        help: ArgumentHelp(
            """
            Word vectors for words that training did not meet; of the checkpoint's dimension, plain or gzip. (default: none)
            """,
            valueName: "file"))
    var embeddings: String?

    func validate() throws {
        if checkpoint.isEmpty { throw ValidationError("Missing expected argument '--checkpoint <path>'") }
    }

    /// Reads the classifiers; `words` are those that they are about to meet.
    func makeEnsemble(_ compute: ComputeOptions, words: (Tokenizer) -> Set<String>) throws -> TextEnsemble {
        let context = try compute.makeContext()
        let ensemble = try TextEnsemble(
            checkpoint.flatMap(TextClassifier.checkpointFiles).map {
                try TextClassifier(reading: $0, in: context)
            })
        guard let embeddings else { return ensemble }
        let vectors = try WordVectors(path: embeddings, wanted: words(ensemble.tokenizer))
        return try TextEnsemble(ensemble.members.map { try $0.extended(by: vectors) })
    }
}
