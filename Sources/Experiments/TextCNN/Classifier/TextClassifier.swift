import SwiftletData
import SwiftletNN
import SwiftletTensor

/// A text CNN together with what turns texts into its input and its output into class names.
public struct TextClassifier {
    /// From texts to word numbers and from class numbers to names.
    public let encoder: TextEncoder
    /// What defines the network.
    public let configuration: ModelConfiguration
    /// The network.
    public let model: TextCNN

    /// A classifier of its parts.
    public init(encoder: TextEncoder, configuration: ModelConfiguration, model: TextCNN) {
        self.encoder = encoder
        self.configuration = configuration
        self.model = model
    }

    /// The context that the model computes in.
    public var context: ComputeContext { model.embedding.weight.value.context }

    /// Numbers a word in the embedding.
    public var embeddingDimension: Int { model.embedding.weight.value.shape[1] }

    /// The logits [count, classes] of a batch, without gradients.
    public func logits(of batch: SentenceBatch) throws -> Tensor {
        try model(tokens(of: batch), lengths: batch.lengths)
    }

    /// The word numbers of a batch as a tensor [count, length].
    func tokens(of batch: SentenceBatch) -> IntTensor {
        IntTensor(batch.tokens, shape: [batch.count, batch.length], in: context)
    }

    /// The probabilities of each class, for sentences that have been split into words.
    public func probabilities(of sentences: [[String]], batchSize: Int = 256) throws -> [[Float]] {
        try probabilities(ofEncoded: sentences.map(encoder.vocabulary.encode), batchSize: batchSize)
    }

    /// The probabilities of each class, for sentences as token ids.
    func probabilities(ofEncoded sentences: [[Int32]], batchSize: Int) throws -> [[Float]] {
        let batcher = try SentenceBatcher(
            sentences: sentences,
            labels: [Int32](repeating: 0, count: sentences.count), batchSize: batchSize,
            minimumLength: configuration.longestKernel)
        var probabilities = [[Float]](repeating: [], count: sentences.count)
        let classes = encoder.labels.count
        for indices in batcher.evaluationOrder(of: Array(sentences.indices)) {
            let values = try logits(of: batcher.batch(indices)).softmax().elements
            for (row, index) in indices.enumerated() {
                probabilities[index] = Array(values[row * classes..<(row + 1) * classes])
            }
        }
        return probabilities
    }

    /// The same classifier that also knows words which have a vector but did not occur in training.
    ///
    /// Throws `DataError` if the vectors have another dimension than the embedding.
    public func extended(by vectors: WordVectors) throws -> TextClassifier {
        guard vectors.dimension == embeddingDimension else {
            throw DataError(
                file: vectors.path,
                "the vectors have \(vectors.dimension) numbers a word, but the checkpoint's embedding has "
                    + "\(embeddingDimension)")
        }
        let table = model.embedding.weight.value
        let added = vectors.words.filter { !encoder.vocabulary.contains($0) }
        let vocabulary = try Vocabulary(words: encoder.vocabulary.words + added)
        let rows = table.elements + added.flatMap { vectors[$0]! }
        let extendedTable = Tensor(rows, shape: [vocabulary.count, embeddingDimension], in: context)
        let extended = TextCNN(
            configuration, table: extendedTable, classes: encoder.labels.count)
        var state = Dictionary(uniqueKeysWithValues: try model.stateDictionary().map { ($0.name, $0.value) })
        state["embedding.weight"] = extendedTable
        try extended.load(state)
        return TextClassifier(
            encoder: TextEncoder(tokenizer: encoder.tokenizer, vocabulary: vocabulary, labels: encoder.labels),
            configuration: configuration, model: extended)
    }
}
