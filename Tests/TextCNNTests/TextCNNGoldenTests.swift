import SwiftletData
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@testable import TextCNNExperiment

/// The network of the goldens: its shape, first weights and two batches.
private struct GoldenNetwork {
    let context: ComputeContext
    let configuration: ModelConfiguration
    let model: TextCNN
    private let data: GoldenCase

    init(pooling: Pooling, kernels: String) throws {
        context = try ComputeContext(threads: 1, kernels: kernels)
        let cases = try GoldenFile.cases("text-cnn", in: .module)
        data = try #require(cases.first { $0.name == "batches" })
        let initial = try #require(cases.first { $0.name == "initial" })
        var configuration = ModelConfiguration()
        configuration.kernelSizes = [3, 4, 5]
        configuration.filters = 7
        configuration.pooling = pooling
        configuration.dropout = 0
        configuration.embeddingDropout = 0
        self.configuration = configuration
        let table = try initial.tensor("embedding.weight", in: context)
        model = try TextCNN(configuration, table: table, classes: 3).initialized(seed: 1, in: context)
        var state: [String: Tensor] = [:]
        for name in initial.tensors.keys { state[name] = try initial.tensor(name, in: context) }
        try model.load(state)
    }

    /// A batch of the goldens as sentences without padding.
    func batch(_ number: Int) throws -> SentenceBatch {
        let tokens = try data.golden("tokens_\(number)")
        let counts = try data.golden("counts_\(number)").data.map { Int($0) }
        let sentences = counts.enumerated().map { row, count in
            (0..<count).map { Int32(tokens.data[row * tokens.shape[1] + $0]) }
        }
        let labels = try data.golden("labels_\(number)").data.map { Int32($0) }
        return SentenceBatch(
            Array(sentences.indices), of: sentences, labels: labels, minimumLength: configuration.longestKernel)
    }

    /// Logits, loss and gradients of a batch.
    func pass(_ batch: SentenceBatch) throws -> (logits: Tensor, loss: Tensor, gradients: Gradients) {
        var logits: Tensor?
        let tokens = IntTensor(batch.tokens, shape: [batch.count, batch.length], in: context)
        let labels = IntTensor(batch.labels, shape: [batch.count], in: context)
        let (loss, gradients) = try valueAndGradients(of: model, random: RandomStream(seed: 1)) { pass in
            let result = try model(pass(tokens), lengths: batch.lengths)
            logits = result.detached
            return try result.softmaxCrossEntropy(labels: labels)
        }
        return (try #require(logits), loss, gradients)
    }
}

private func golden(_ name: String) throws -> GoldenCase {
    try #require(try GoldenFile.cases("text-cnn", prefix: name, in: .module).first)
}

@Suite("The network computes what PyTorch does")
struct TextCNNGoldenTests {
    /// PyTorch's network pools in one way at a time.
    static let poolings = [Pooling.average, .max]
    static let names = [
        "embedding.weight", "convolutions.0.weight", "convolutions.0.bias", "convolutions.1.weight",
        "convolutions.1.bias", "convolutions.2.weight", "convolutions.2.bias", "output.weight", "output.bias",
    ]

    @Test("The state has PyTorch's names, in its order")
    func stateNames() throws {
        let network = try GoldenNetwork(pooling: .max, kernels: "auto")
        #expect(try network.model.stateDictionary().map(\.name) == Self.names)
    }

    @Test("Logits, loss and every gradient", arguments: poolings, ["reference", "generic", "auto"])
    func gradients(pooling: Pooling, kernels: String) throws {
        let network = try GoldenNetwork(pooling: pooling, kernels: kernels)
        let expected = try golden("gradients \(pooling)")
        let (logits, loss, gradients) = try network.pass(network.batch(0))
        expectClose(logits, try expected.golden("logits"), "logits")
        expectClose(loss.reshaped(to: [1]), try expected.golden("loss"), "loss")
        for name in Self.names {
            let gradient = try #require(gradients[name])
            expectClose(gradient, try expected.golden("gradient.\(name)"), "gradient of \(name)")
        }
    }

    @Test(
        "Ten steps of training: the loss of each, and the weights after the last", arguments: poolings,
        [OptimizerKind.adam, .adadelta])
    func training(pooling: Pooling, kind: OptimizerKind) throws {
        let network = try GoldenNetwork(pooling: pooling, kernels: "auto")
        let expected = try golden("training \(pooling) \(kind)")
        let optimizer: Optimizer =
            kind == .adam
            ? Adam(learningRate: .constant(Float(try expected.option("lr"))))
            : Adadelta(
                learningRate: .constant(Float(try expected.option("lr"))), rho: Float(try expected.option("rho")))
        var losses: [Float] = []
        for step in 0..<10 {
            let (_, loss, gradients) = try network.pass(network.batch(step % 2))
            losses.append(loss.item)
            optimizer.step(gradients)
        }
        try expectTrained(network, losses, expected)
    }

    @Test("The trainer takes the same ten steps", arguments: poolings)
    func trainer(pooling: Pooling) throws {
        let network = try GoldenNetwork(pooling: pooling, kernels: "auto")
        let expected = try golden("training \(pooling) adam")
        var configuration = TrainingConfiguration()
        configuration.learningRate = Float(try expected.option("lr"))
        let words = (0..<50).map { $0 < 2 ? ["<pad>", "<unk>"][$0] : "word\($0)" }
        let encoder = TextEncoder(
            tokenizer: Tokenizer(), vocabulary: try Vocabulary(words: words), labels: LabelSet(names: ["0", "1", "2"]))
        let trainer = try TextTrainer(
            TextClassifier(encoder: encoder, configuration: network.configuration, model: network.model),
            configuration, stepsPerEpoch: 2, random: RandomStream(seed: 1))
        let losses = try (0..<10).map { Float(try #require(try trainer.step(network.batch($0 % 2)).loss)) }
        try expectTrained(network, losses, expected)
    }

    private func expectTrained(_ network: GoldenNetwork, _ losses: [Float], _ expected: GoldenCase) throws {
        expectClose(Tensor(losses, in: network.context), try expected.golden("losses"), "losses")
        for (name, value) in try network.model.stateDictionary() {
            expectClose(value, try expected.golden("final.\(name)"), name)
        }
    }
}
