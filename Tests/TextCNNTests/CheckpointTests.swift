import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("Checkpoints")
struct CheckpointTests {
    private let texts = ["a b c d e", "z y", "", "unheard of"]

    @Test("What is read has the same logits to the bit, and the same words and classes", arguments: Pooling.allCases)
    func roundTrip(pooling: Pooling) throws {
        let folder = try TemporaryFolder()
        let classifier = try makeClassifier(pooling: pooling)
        let path = folder.url.appendingPathComponent("checkpoint.safetensors").path
        try classifier.write(to: path)
        for place in [path, folder.path] {
            let read = try TextClassifier(reading: place, in: ComputeContext(threads: 1))
            #expect(read.encoder == classifier.encoder)
            #expect(read.configuration == classifier.configuration)
            #expect(try read.logits(texts) == classifier.logits(texts))
        }
    }

    @Test("Words that begin with a combining mark, and labels with quotes, survive")
    func unusualWords() throws {
        let folder = try TemporaryFolder()
        let simple = try makeClassifier()
        let words = Array(simple.encoder.vocabulary.words.dropLast(3)) + ["\u{301}e", "\u{fe0f}", "\"\\"]
        let classifier = TextClassifier(
            encoder: TextEncoder(
                tokenizer: simple.encoder.tokenizer, vocabulary: try Vocabulary(words: words),
                labels: LabelSet(names: ["\"yes\"", "nö"])),
            configuration: simple.configuration, model: simple.model)
        let path = folder("checkpoint.safetensors")
        try classifier.write(to: path)
        let read = try TextClassifier(reading: path, in: ComputeContext(threads: 1))
        #expect(read.encoder == classifier.encoder)
        #expect(read.encoder.encode("\u{301}e \u{fe0f} \"\\") == [25, 26, 27])
    }

    @Test("Vectors of new words extend a classifier; what it knew stays to the bit")
    func extended() throws {
        let folder = try TemporaryFolder()
        let classifier = try makeClassifier()
        let table = classifier.model.embedding.weight.value.elements
        let vectorOfA = table[2 * 5..<3 * 5].map { "\($0)" }.joined(separator: " ")
        let file = try folder.write("novel \(vectorOfA)\nb 1 2 3 4 5\n")
        let extended = try classifier.extended(by: WordVectors(path: file))
        #expect(try extended.logits(texts) == classifier.logits(texts))
        #expect(!classifier.encoder.vocabulary.contains("novel") && extended.encoder.vocabulary.contains("novel"))
        #expect(try extended.logits(["novel b c"]) == classifier.logits(["a b c"]))
        #expect(try classifier.logits(["novel b c"]) != classifier.logits(["a b c"]))
    }

    @Test("Vectors of another dimension are refused")
    func otherDimension() throws {
        let file = try TemporaryFolder()
        let vectors = try WordVectors(path: file.write("novel 1 2 3\n"))
        let classifier = try makeClassifier()
        expectDataError("the vectors have 3 numbers a word, but the checkpoint's embedding has 5") {
            try classifier.extended(by: vectors)
        }
    }
}
