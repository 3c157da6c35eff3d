import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("Exported models in ONNX Runtime", .enabled(if: ONNXRuntime.isPresent, ONNXRuntime.absent))
struct ExportTests {
    private let folder: TemporaryFolder
    private static let texts = ["a b c d e f g", "k", "l m", "", "z y x w v u t s r q p"]

    init() throws { folder = try TemporaryFolder() }

    private func run(_ command: [String]) throws -> Program.Result {
        let result = try textcnn(command, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    /// Compares logits and probabilities of texts one at a time and together, with and without padding behind them.
    private func compare(_ classifier: TextClassifier, _ model: String, _ texts: [String] = texts) throws {
        var jobs: [ONNXRuntime.Job] = []
        var expected: [Tensor] = []
        for group in texts.map({ [$0] }) + [texts] {
            let batch = classifier.batch(group)
            expected.append(try classifier.logits(of: batch))
            jobs.append(.init(model, ["tokens": NumericArray(classifier.tokens(of: batch))]))
        }
        // The longest sentence alone, followed by padding that its batch does not need.
        let long = try #require(texts.max { $0.count < $1.count })
        let tokens = classifier.encoder.encode(long)
        let padded = tokens + [Int32](repeating: 0, count: 9)
        jobs.append(
            .init(model, ["tokens": NumericArray(IntTensor(padded, shape: [1, padded.count], in: classifier.context))]))
        expected.append(try classifier.logits(of: classifier.batch([long])))
        // A length below that of the longest kernel.
        jobs.append(
            .init(model, ["tokens": NumericArray(IntTensor(tokens.prefix(1), shape: [1, 1], in: classifier.context))]))
        expected.append(try classifier.logits(of: classifier.batch([String(long.prefix { $0 != " " })])))
        for (outputs, logits) in zip(try ONNXRuntime.run(jobs, in: folder), expected) {
            try expectSame(outputs["logits"], logits, "logits")
            try expectSame(outputs["probabilities"], logits.softmax(), "probabilities")
        }
    }

    @Test(
        "Every pooling with one and with several kernel sizes gives the program's numbers", arguments: Pooling.allCases,
        [[1], [5], [2, 3, 4]])
    func variants(pooling: Pooling, kernelSizes: [Int]) throws {
        let classifier = try makeClassifier(pooling: pooling, kernelSizes: kernelSizes)
        try classifier.write(to: folder("checkpoint.safetensors"))
        _ = try run(["export", "--checkpoint", ".", "--onnx", "model.onnx", "--threads", "1"])
        try compare(classifier, folder("model.onnx"))
    }

    @Test("A classifier that was trained for a moment, and what the program says of its model")
    func trained() throws {
        let train = try folder.write(generatedText(200), to: "train.txt")
        _ = try run(trainArguments(train, epochs: 2, "--output", "run"))
        let result = try run(["export", "--checkpoint", "run", "--onnx", "model.onnx", "--json"])
        let json = try result.json
        #expect(json["bytes"] as? Int == (try folder.bytes("model.onnx").count))
        let outputs = try #require(json["outputs"] as? [[String: Any]])
        #expect(outputs.map { $0["name"] as? String } == ["logits", "probabilities"])
        #expect(outputs[1]["shape"] as? [String] == ["batch", "2"])
        #expect(result.errors.hasPrefix("input tokens int64 [batch, length]: numbers of words"))
        let classifier = try TextClassifier(reading: folder("run"), in: ComputeContext(threads: 1))
        try compare(classifier, folder("model.onnx"), ["the film is good .", "it is bad", "unheard words"])

        // What `predict` answers is what the model computes.
        let text = "the film is not good ."
        let answer = try textcnn(["predict", "--checkpoint", "run", "--json"], input: text, in: folder).json
        let tokens = NumericArray(classifier.tokens(of: classifier.batch([text])))
        let values = try #require(
            try ONNXRuntime.run(folder("model.onnx"), ["tokens": tokens], in: folder)["probabilities"])
        let most = try #require(values.elements.max())
        #expect(abs(try #require(answer["probability"] as? Double) - Double(most)) <= 1e-5)
    }

    @Test("An ensemble becomes one model that averages probabilities")
    func ensemble() throws {
        let members = try (1...3).map {
            try makeClassifier(pooling: .both, kernelSizes: [2, $0 + 2], seed: UInt64($0))
        }
        for (index, member) in members.enumerated() {
            try member.write(to: folder("checkpoint-member-\(index + 1).safetensors"))
        }
        _ = try run(["export", "--checkpoint", ".", "--onnx", "model.onnx"])
        let all = try TextEnsemble(members)
        let sentences = Self.texts.map { all.tokenizer.tokens(of: $0) }
        let expected = try all.probabilities(of: sentences)
        let tokens = NumericArray(members[0].tokens(of: members[0].batch(Self.texts)))
        let outputs = try ONNXRuntime.run(folder("model.onnx"), ["tokens": tokens], in: folder)
        #expect(outputs.keys.sorted() == ["probabilities"])
        try expectSame(
            outputs["probabilities"], Tensor(expected.flatMap { $0 }, shape: [5, 2], in: all.members[0].context),
            "probabilities")
    }

    @Test("The metadata hold classes, vocabulary and tokenizer")
    func metadata() throws {
        let classifier = try makeClassifier()
        let words = try TextEnsemble([classifier]).onnx().metadata
        #expect(words["labels"] == #"["left","right"]"#)
        #expect(words["vocabulary"]?.split(separator: "\n").map(String.init) == classifier.encoder.vocabulary.words)
        let tokenizer = try JSON.decode(Tokenizer.self, from: Data(#require(words["tokenizer"]).utf8))
        #expect(tokenizer == classifier.encoder.tokenizer)
    }
}

@Suite("Mistakes in exporting")
struct ExportErrorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try makeClassifier().write(to: folder("checkpoint.safetensors"))
    }

    @Test func flags() throws {
        let checkpoint = ["export", "--checkpoint", "checkpoint.safetensors"]
        try expectUserError(of: "textcnn", checkpoint, in: folder, ["--onnx"])
        try expectUserError(
            of: "textcnn", checkpoint + ["--onnx", "checkpoint.safetensors"], in: folder,
            ["--onnx must name a file that ends in .onnx, got 'checkpoint.safetensors'"])
        try expectUserError(
            of: "textcnn", checkpoint + ["--onnx", "none/model.onnx"], in: folder,
            ["cannot write none/model.onnx: No such file or directory"])
        try expectUserError(of: "textcnn", ["export", "--onnx", "model.onnx"], in: folder, ["--checkpoint"])
        try expectUserError(
            of: "textcnn", ["export", "--checkpoint", "none", "--onnx", "model.onnx"], in: folder,
            ["checkpoint none: No such file"])
    }

    @Test("Networks that number words differently cannot be one model")
    func differentVocabularies() throws {
        let classifier = try makeClassifier()
        let vocabulary = try Vocabulary(words: classifier.encoder.vocabulary.words.dropLast() + ["zebra"])
        let encoder = TextEncoder(
            tokenizer: classifier.encoder.tokenizer, vocabulary: vocabulary, labels: classifier.encoder.labels)
        try TextClassifier(encoder: encoder, configuration: classifier.configuration, model: classifier.model)
            .write(to: folder("other.safetensors"))
        try expectUserError(
            of: "textcnn",
            [
                "export", "--checkpoint", "checkpoint.safetensors", "--checkpoint", "other.safetensors", "--onnx",
                "model.onnx",
            ], in: folder, ["number words differently", "export one checkpoint at a time"])
    }
}
