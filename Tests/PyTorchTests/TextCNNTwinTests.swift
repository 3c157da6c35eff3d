import SwiftletData
import SwiftletTensor
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("The sentence classifier and its twin in PyTorch", .enabled(if: PyTorch.isPresent, PyTorch.absent))
struct TextCNNTwinTests {
    @Test("Weights pass both ways", arguments: Pooling.allCases, [[4], [1, 2, 5]])
    func exchange(pooling: Pooling, kernelSizes: [Int]) throws {
        let context = try ComputeContext(threads: 1)
        var configuration = ModelConfiguration()
        (configuration.kernelSizes, configuration.filters, configuration.pooling) = (kernelSizes, 6, pooling)
        let vocabulary = try Vocabulary(words: ["<pad>", "<unk>"] + (0..<12).map { "w\($0)" })
        let model = try TextCNN(configuration, table: normalNumbers([14, 5], "table", in: context), classes: 3)
            .initialized(seed: 1, in: context)
        let encoder = TextEncoder(
            tokenizer: Tokenizer(cleaning: .none), vocabulary: vocabulary, labels: LabelSet(names: ["a", "b", "c"]))
        let classifier = TextClassifier(encoder: encoder, configuration: configuration, model: model)

        let sentences: [[Int32]] = [[2, 3, 4, 5, 6, 7, 8], [9], [1, 13, 12, 11], []]
        let batch = SentenceBatch(
            Array(sentences.indices), of: sentences, labels: [0, 0, 0, 0],
            minimumLength: configuration.longestKernel)
        let inputs = [
            "tokens": NumericArray(classifier.tokens(of: batch)),
            "lengths": NumericArray(IntTensor(batch.lengths, shape: [batch.count], in: context)),
        ]
        try PyTorch.exchange(
            "text_cnn", inputs, outputs: ["logits": classifier.logits(of: batch)],
            write: { try classifier.write(to: $0) },
            read: { path in
                let read = try TextClassifier(reading: path, in: context)
                return ["logits": try read.logits(of: batch)]
            })
    }
}
