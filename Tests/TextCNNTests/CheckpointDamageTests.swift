import Foundation
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("Damaged and foreign checkpoints end in one sentence that names the file")
struct CheckpointDamageTests {
    private let folder: TemporaryFolder
    private let path: String
    private let good: Checkpoint

    init() throws {
        folder = try TemporaryFolder()
        path = folder("checkpoint.safetensors")
        let classifier = try makeClassifier()
        try classifier.write(to: path)
        good = try Checkpoint(reading: path, in: classifier.context)
    }

    private func expectRefusal(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        do {
            _ = try TextClassifier(reading: path, in: ComputeContext(threads: 1))
            Issue.record("the checkpoint was read", sourceLocation: sourceLocation)
        } catch {
            let sentence = "\(error)"
            #expect(sentence.contains(path) && sentence.contains(text), sourceLocation: sourceLocation)
            #expect(!sentence.contains("\n"), sourceLocation: sourceLocation)
        }
    }

    @Test func missing() throws {
        try FileManager.default.removeItem(atPath: path)
        expectRefusal("No such file")
    }

    @Test(
        "A file that is cut off",
        arguments: [(0, "0 bytes"), (7, "7 bytes"), (100, "the file only 92 after"), (2000, "but the file has only")])
    func cutOff(size: Int, expected: String) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.prefix(size).write(to: URL(fileURLWithPath: path))
        expectRefusal(expected)
    }

    @Test func noCheckpointAtAll() throws {
        try folder.write("1 a fine film\n0 a dull one, and a rather long sentence\n", to: "checkpoint.safetensors")
        expectRefusal("this is UTF-8 text, but a safetensors file was expected")
    }

    @Test func anotherExperiment() throws {
        var other = good
        other.metadata["experiment"] = "siamese"
        try other.write(to: path)
        expectRefusal("this is not a checkpoint of textcnn")
    }

    @Test(
        "Metadata that makes no sense",
        arguments: [
            ("model", "{}", "'model'"), ("tokenizer", "nonsense", "'tokenizer'"), ("labels", "[\"one\"]", "labels"),
            ("labels", "[\"one\", \"one\"]", "labels"), ("vocabulary", "a\nb", "<pad>"),
            ("vocabulary", "<pad>\n<unk>\na", "3 words"),
        ])
    func metadata(key: String, value: String, expected: String) throws {
        var other = good
        other.metadata[key] = value
        try other.write(to: path)
        expectRefusal(expected)
        other.metadata[key] = nil
        try other.write(to: path)
        expectRefusal("the checkpoint has no '\(key)'")
    }

    @Test(
        "A network that is not that of the weights",
        arguments: [
            ("\"filters\":6", "\"filters\":0", "filters"), ("\"filters\":6", "\"filters\":7", "[7, 5, 3]"),
            ("[3,4]", "[3,400000000]", "[6, 5, 400000000]"),
            ("\"filters\":6", "\"filters\":4000000000000", "--filters must be at most 100000"),
            ("[3,4]", "[]", "kernel"), ("[3,4]", "[3]", "'convolutions.1.weight' is unexpected"),
            ("[3,4]", "[3,4,5]", "'convolutions.2.weight'"),
            ("[3,4]", "[3,4000000000000]", "--kernel-sizes must be at most"),
        ])
    func network(original: String, replacement: String, expected: String) throws {
        var other = good
        let model = try #require(good.metadata["model"])
        other.metadata["model"] = model.replacingOccurrences(of: original, with: replacement)
        #expect(other.metadata["model"] != model)
        try other.write(to: path)
        expectRefusal(expected)
    }

    @Test func missingAndMisshapenTensors() throws {
        var other = good
        other.tensors.removeAll { $0.name == "output.bias" }
        try other.write(to: path)
        expectRefusal("'output.bias' is missing")
        other.tensors.append(("output.bias", Tensor([1, 2, 3], in: good.tensors[0].tensor.context)))
        try other.write(to: path)
        expectRefusal("'output.bias' has the shape [3] where [2] is expected")
    }
}
