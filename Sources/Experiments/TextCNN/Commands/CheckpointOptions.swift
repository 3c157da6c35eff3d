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
            Word vectors for words that training did not meet, of the checkpoint's dimension and any form that train reads. \
            (default: none)
            """,
            valueName: "file"))
    var embeddings: String?

    func validate() throws {
        if checkpoint.isEmpty { throw ValidationError("Missing expected argument '--checkpoint <path>'") }
    }

    /// Reads the classifiers; `words` are those that they are about to meet.
    func makeEnsemble<Words: Sequence<String>>(
        _ compute: ComputeOptions, words: (Tokenizer) -> Words
    ) throws -> TextEnsemble {
        let ensemble = try readEnsemble(compute)
        return try extended(ensemble) { words(ensemble.tokenizer) }
    }

    /// Reads the classifiers, which know the words that they were trained on.
    func readEnsemble(_ compute: ComputeOptions) throws -> TextEnsemble {
        let context = try compute.makeContext()
        return try TextEnsemble(
            checkpoint.flatMap(TextClassifier.checkpointFiles).map {
                try TextClassifier(reading: $0, in: context)
            })
    }

    /// The classifiers with the vectors of the words that they are about to meet, if vectors are given.
    func extended<Words: Sequence<String>>(_ ensemble: TextEnsemble, words: () -> Words) throws -> TextEnsemble {
        guard let embeddings else { return ensemble }
        let vectors = try WordVectors(path: embeddings, wanted: Set(words().lazy.map { ByteString($0) }))
        vectors.notes.forEach(ProgressReporter().note)
        return try TextEnsemble(ensemble.members.map { try $0.extended(by: vectors) })
    }
}
