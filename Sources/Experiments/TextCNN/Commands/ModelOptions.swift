import ArgumentParser
import SwiftletTrain

extension Pooling: ExpressibleByArgument {}

private let defaults = ModelConfiguration()
private let defaultSizes = defaults.kernelSizes.map(String.init).joined(separator: ",")

/// Flags about the network.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Lengths of the parallel temporal convolutions, separated by commas. (default: \(defaultSizes))",
            valueName: "sizes"),
        transform: parseKernelSizes)
    var kernelSizes: [Int]?

    @Option(help: "Filters a kernel size. (default: \(defaults.filters))")
    var filters: Int?

    @Option(help: "Global pooling over the positions of real tokens. (default: \(defaults.pooling))")
    var pooling: Pooling?

    @Option(help: "Share of the pooled features that training drops. (default: \(defaults.dropout))")
    var dropout: Float?

    @Option(
        help: "Share of the embedded words' elements that training drops. (default: \(defaults.embeddingDropout))")
    var embeddingDropout: Float?

    @Option(help: "Numbers a word, if there are no vectors. (default: \(defaults.embeddingDimension))")
    var embeddingDimension: Int?

    @Flag(exclusivity: .exclusive, help: "Whether training changes the embedding. (default: --update-embedding)")
    var embeddingTraining: EmbeddingTraining?

    enum EmbeddingTraining: String, EnumerableFlag {
        case updateEmbedding, freezeEmbedding
    }

    func apply(to model: inout ModelConfiguration) {
        if let kernelSizes { model.kernelSizes = kernelSizes }
        if let filters { model.filters = filters }
        if let pooling { model.pooling = pooling }
        if let dropout { model.dropout = dropout }
        if let embeddingDropout { model.embeddingDropout = embeddingDropout }
        if let embeddingDimension { model.embeddingDimension = embeddingDimension }
        if let embeddingTraining { model.updateEmbedding = embeddingTraining == .updateEmbedding }
    }

    /// "3,4,5" as numbers.
    @Sendable static func parseKernelSizes(_ text: String) throws -> [Int] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let size = Int(part), size >= 1 else {
                throw ValidationError(
                    "'\(text)' is not a list of kernel sizes; expected whole numbers from 1 up, as in 3,4,5")
            }
            return size
        }
    }
}
