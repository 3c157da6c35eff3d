import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("A training that starts from a checkpoint")
struct FineTuningTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.text(["0", "1"], ["good", "bad"], count: 60), to: "two.txt")
        try folder.write(Self.text(["0", "1", "2"], ["good", "bad", "zebra"], count: 90), to: "three.txt")
    }

    /// Sentences whose word tells the label.
    private static func text(_ labels: [String], _ words: [String], count: Int) -> String {
        (0..<count).map { "\(labels[$0 % labels.count]) the film is \(words[$0 % words.count])\n" }.joined()
    }

    private static let small = [
        "--kernel-sizes", "2", "--filters", "4", "--embedding-dimension", "3", "--epochs", "1", "--threads", "1",
    ]

    private func succeed(_ arguments: [String]) throws -> Program.Result {
        let result = try textcnn(arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    @Test(
        "Known words and all layers keep their weights, new words take the row of the table, other classes a new output layer"
    )
    func weights() throws {
        let context = try ComputeContext(threads: 1)
        var settings = ModelConfiguration()
        (settings.kernelSizes, settings.filters, settings.embeddingDimension) = ([2], 4, 2)
        let old = try Vocabulary(words: ["<pad>", "<unk>", "film", "good"])
        let start = TextClassifier(
            encoder: TextEncoder(tokenizer: Tokenizer(), vocabulary: old, labels: LabelSet(names: ["0", "1"])),
            configuration: settings,
            model: try TextCNN(
                settings, table: Tensor([0, 0, 1, 1, 2, 2, 3, 3], shape: [4, 2], in: context), classes: 2
            ).initialized(seed: 1, in: context))
        let data = try Vocabulary(words: ["<pad>", "<unk>", "zebra", "good"])
        let table = Tensor([0, 0, 9, 9, 7, 8, 9, 9], shape: [4, 2], in: context)
        func make(_ labels: [String]) throws -> TextClassifier {
            let made = try start.start(
                settings, knowing: data, table: table, labels: LabelSet(names: labels), random: RandomStream(seed: 2))
            #expect(made.newWords == 1)
            return made.classifier
        }
        let same = try make(["0", "1"])
        #expect(same.encoder.vocabulary.words == ["<pad>", "<unk>", "film", "good", "zebra"])
        #expect(same.model.embedding.weight.value.elements == [0, 0, 1, 1, 2, 2, 3, 3, 7, 8])
        #expect(same.model.output.weight.value.elements == start.model.output.weight.value.elements)
        let other = try make(["0", "1", "2"])
        #expect(other.model.output.weight.value.shape == [3, settings.featureCount])
        #expect(other.model.output.weight.value.elements != start.model.output.weight.value.elements)
        for network in [same, other] {
            #expect(
                network.model.convolutions[0].weight.value.elements
                    == start.model.convolutions[0].weight.value.elements)
        }
        #expect(start.startNote(for: LabelSet(names: ["0", "1"])) == nil)
        #expect(
            start.startNote(for: LabelSet(names: ["0", "1", "2"]))
                == "Note: the checkpoint's 2 classes differ from the data's 3: the output layer starts anew.")
        #expect(
            start.startNote(for: LabelSet(names: ["a", "b"]))?.contains("(0, 1) differ from the data's (a, b)") == true)
    }

    @Test("The checkpoint decides the network, is recorded, and is needed to resume; --config repeats the run")
    func program() throws {
        _ = try succeed(["train", "--train", "two.txt", "--output", "first"] + Self.small)
        let tuned = [
            "train", "--train", "three.txt", "--from", "first", "--epochs", "2", "--patience", "0", "--threads", "1",
        ]
        let second = try succeed(tuned + ["--output", "second"])
        #expect(second.errors.contains("the checkpoint's 2 classes differ from the data's 3"))
        #expect(second.errors.contains("No word vectors: embeddings start from the checkpoint's, "))
        #expect(second.errors.contains("knows 5 words; 1 words of the data are new"), "\(second.errors)")
        let record = try folder.text("second/environment.json")
        #expect(record.contains(folder("first/checkpoint.safetensors")))
        _ = try succeed(["train", "--config", "second/config.json", "--output", "repeated"])
        #expect(try folder.bytes("second/checkpoint.safetensors") == folder.bytes("repeated/checkpoint.safetensors"))

        func refused(_ flags: [String], _ texts: String...) throws {
            try expectUserError(of: "textcnn", tuned + flags, in: folder, texts)
        }
        try refused(["--filters", "9"], "--filters 9 contradicts", "first/checkpoint.safetensors", "has --filters 4")
        try refused(["--no-lowercase"], "--no-lowercase contradicts", "has --lowercase")
        try refused(["--output", "first", "--overwrite"], "--overwrite would replace", "first/checkpoint.safetensors")

        _ = try succeed(tuned + ["--epochs", "3", "--output", "third"])
        _ = try succeed(["train", "--resume", "second", "--epochs", "3"])
        #expect(try folder.bytes("second/checkpoint.safetensors") == folder.bytes("third/checkpoint.safetensors"))
        _ = try succeed(
            ["train", "--train", "two.txt", "--seed", "2", "--output", "first", "--overwrite"] + Self.small)
        try expectUserError(
            of: "textcnn", ["train", "--resume", "second", "--epochs", "4"], in: folder,
            [": first/checkpoint.safetensors has changed since"])
    }
}
