import SwiftletData
import SwiftletNN
import SwiftletTensor

@testable import TextCNNExperiment

/// A classifier with drawn weights that knows the words a, b, c, ... and the classes "left" and "right".
func makeClassifier(
    pooling: Pooling = .max, kernelSizes: [Int] = [3, 4], updateEmbedding: Bool = true, kernels: String = "auto",
    seed: UInt64 = 1
) throws -> TextClassifier {
    let context = try ComputeContext(threads: 1, kernels: kernels)
    var configuration = ModelConfiguration()
    configuration.kernelSizes = kernelSizes
    configuration.filters = 6
    configuration.pooling = pooling
    configuration.dropout = 0
    configuration.embeddingDropout = 0
    configuration.embeddingDimension = 5
    configuration.updateEmbedding = updateEmbedding
    let letters = (0..<26).map { String(UnicodeScalar(UInt8(ascii: "a") + $0)) }
    let vocabulary = try Vocabulary(words: ["<pad>", "<unk>"] + letters)
    let embedding = try Embedding(vocabulary.count, 5, paddingIndex: 0).initialized(seed: seed, in: context)
    return TextClassifier(
        encoder: TextEncoder(
            tokenizer: Tokenizer(cleaning: .none), vocabulary: vocabulary, labels: LabelSet(names: ["left", "right"])),
        configuration: configuration,
        model: try TextCNN(
            configuration, table: embedding.weight.value, classes: 2
        ).initialized(random: RandomStream(seed: seed).child("model"), in: context))
}

extension TextClassifier {
    /// The sentences as one batch; all have the first class unless `labels` says otherwise.
    func batch(_ texts: [String], labels: [Int32]? = nil) -> SentenceBatch {
        let sentences = texts.map(encoder.encode)
        return SentenceBatch(
            Array(sentences.indices), of: sentences, labels: labels ?? sentences.map { _ in 0 },
            minimumLength: configuration.longestKernel)
    }

    /// The logits of sentences that are judged as one batch, sentence by sentence.
    func logits(_ texts: [String]) throws -> [[Float]] {
        let logits = try logits(of: batch(texts))
        let classes = logits.shape[1]
        let elements = logits.elements
        return texts.indices.map { Array(elements[$0 * classes..<($0 + 1) * classes]) }
    }
}

/// Largest distance between two lists of logits, as a share of the largest logit.
func distance(_ left: [[Float]], _ right: [[Float]]) -> Float {
    let scale = left.joined().map(abs).max() ?? 1
    return zip(left.joined(), right.joined()).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .nan : max($0, $1) } / scale
}
