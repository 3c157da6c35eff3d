import ArgumentParser
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Flags of the commands that use a trained classifier.
struct CheckpointOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Checkpoint, or the run directory that holds it.", valueName: "path"))
    var checkpoint: String

    @Option(
        help: ArgumentHelp(
            "Word vectors for words that training did not meet; of the checkpoint's dimension, plain or gzip.",
            valueName: "file"))
    var embeddings: String?

    /// Reads the classifier; `words` are those that it is about to meet.
    func makeClassifier(_ runOptions: RunOptions, words: (Tokenizer) -> Set<String>) throws -> TextClassifier {
        let context = try ComputeContext(threads: runOptions.threads ?? 0, kernels: runOptions.kernels ?? "auto")
        let classifier = try TextClassifier(reading: checkpoint, in: context)
        guard let embeddings else { return classifier }
        return try classifier.extended(
            by: WordVectors(path: embeddings, wanted: words(classifier.encoder.tokenizer)))
    }
}
