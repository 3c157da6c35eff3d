import Foundation
import SwiftletData
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("predict")
struct PredictTests {
    private let folder: TemporaryFolder
    private let classifier: TextClassifier

    init() throws {
        folder = try TemporaryFolder()
        classifier = try makeClassifier()
        try classifier.write(to: folder("checkpoint.safetensors"))
    }

    private func predict(_ arguments: String..., input: String = "") throws -> Program.Result {
        try textcnn(["predict", "--checkpoint", ".", "--threads", "1"] + arguments, input: input, in: folder)
    }

    private func objects(_ result: Program.Result) throws -> [[String: Any]] {
        try result.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("Answers in batches are those of single sentences, in the order of the lines, blank ones among them")
    func batches() throws {
        let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
        var texts: [String] = (0..<2000).map { number in
            let words = (0..<number % 9).map { letters[(number / 9 + 5 * $0) % 26] }
            return words.joined(separator: " ")
        }
        texts[700] = "unheard of"
        let result = try predict("--json", input: texts.joined(separator: "\n") + "\n")
        #expect(result.status == 0)
        let answers = try objects(result)
        #expect(answers.compactMap { $0["text"] as? String } == texts)
        for number in stride(from: 0, to: 2000, by: 97) {
            let words = classifier.encoder.tokenizer.tokens(of: texts[number])
            let probabilities = try classifier.probabilities(of: [words])[0]
            let best = probabilities[0] >= probabilities[1] ? 0 : 1
            #expect(answers[number]["label"] as? String == ["left", "right"][best])
            #expect(answers[number]["probability"] as? Double == Double("\(probabilities[best])"))
            #expect(answers[number]["known_tokens"] as? Int == words.count)
        }
        #expect(answers[700]["known_tokens"] as? Int == 0)
        let without = texts.count { $0.isEmpty } + 1
        #expect(
            result.errors
                == "Note: \(without) of 2000 lines hold no word that the network knows; their answers say nothing\n")
    }

    @Test("Input is decoded as that of training; what cannot be is refused with its line, after the answers before it")
    func decoding() throws {
        let marked = try predict(input: "\u{feff}a b c\r\nd e f\r\n")
        #expect(marked.status == 0 && marked.errors.isEmpty)
        #expect(marked.lines.map { $0.split(separator: "\t").last.map(String.init) } == ["a b c", "d e f", nil])
        let words = "a b c\nd e f\n".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        let wide = try folder.write([0xff, 0xfe] + words, to: "wide.txt")
        #expect(try predict(wide).output == marked.output)
        let bad = try folder.write(Array("a b c\nd e f\ncaf\u{e9}".utf8.dropLast(2)) + [0xe9, 0x0a], to: "bad.txt")
        let refused = try predict(bad)
        #expect(refused.status == 1 && refused.output == marked.output)
        #expect(refused.errors.hasPrefix("error: ") && refused.errors.contains("bad.txt:3"))
        #expect(try predict().status == 0)
    }

    @Test("Files are answered one after the other; - is standard input")
    func files() throws {
        let first = try folder.write("a b c\n", to: "first.txt")
        let second = try folder.write(gzip("g h i"), to: "second.txt.gz")
        let result = try predict(first, "-", second, input: "d e f\n")
        #expect(
            result.lines.map { $0.split(separator: "\t").last.map(String.init) } == ["a b c", "d e f", "g h i", nil])
        let missing = try predict("nowhere.txt")
        #expect(missing.status == 1 && missing.errors.contains("nowhere.txt"))
    }

    @Test("All classes or the most probable ones, the most probable first")
    func classes() throws {
        let plain = try predict(input: "a b c\n").lines[0].split(separator: "\t")
        let all = try predict("--probabilities", input: "a b c\n").lines[0].split(separator: "\t")
        #expect(all.count == 5 && all[..<2] == plain[..<2] && Set([all[0], all[2]]) == ["left", "right"])
        let (likelier, other) = (try #require(Double(all[1])), try #require(Double(all[3])))
        #expect(likelier >= other && abs(likelier + other - 1) < 1.1e-4)
        #expect(try predict("--top", "1", input: "a b c\n").lines[0].split(separator: "\t") == plain)
        #expect(try predict("--top", "9", input: "a b c\n").lines[0].split(separator: "\t") == all)
        let object = try objects(predict("--json", "--top", "1", "--probabilities", input: "a b c\n"))[0]
        let top = try #require(object["top"] as? [[String: Any]])
        #expect(top.count == 1 && top[0]["label"] as? String == String(plain[0]))
        let probabilities = try #require(object["probabilities"] as? [String: Double])
        #expect(probabilities.keys.sorted() == ["left", "right"])
        #expect(probabilities[String(plain[0])] == object["probability"] as? Double)
        let both = try predict("--top", "1", "--probabilities", input: "a\n")
        #expect(both.status != 0 && both.errors.contains("--top and --probabilities exclude each other"))
        let refused = try predict("--top", "0", input: "a\n")
        #expect(refused.status == 1 && refused.errors == "error: --top must be at least 1, got 0\n")
    }

    @Test("Classes whose names differ only in how Unicode writes them stay two in every form of the answer")
    func equivalentNames() throws {
        let names = ["caf\u{e9}", "cafe\u{301}"]
        let encoder = TextEncoder(
            tokenizer: classifier.encoder.tokenizer, vocabulary: classifier.encoder.vocabulary,
            labels: LabelSet(names: names))
        try TextClassifier(encoder: encoder, configuration: classifier.configuration, model: classifier.model)
            .write(to: folder("checkpoint.safetensors"))
        let values = try classifier.probabilities(of: [["a", "b", "c"]])[0]
        let result = try predict("--json", "--probabilities", input: "a b c\n")
        #expect(result.status == 0, "\(result.errors)")
        for (name, value) in zip(names, values) {
            let member = "\"\(name)\":\(value)"
            #expect(Array(result.output.utf8).firstRange(of: Array(member.utf8)) != nil, "\(result.output)")
        }
        let fields = try predict("--probabilities", input: "a b c\n").lines[0].split(separator: "\t")
        #expect(Set([0, 2].map { Array(fields[$0].utf8) }) == Set(names.map { Array($0.utf8) }))
    }

    @Test("Of a sentence as long as a book the first ten thousand words count, and the user is told so")
    func longSentence() throws {
        let words = (0..<30_000).map { ["a", "b", "c", "d"][$0 % 7 % 4] }
        let texts = [words.joined(separator: " "), words.prefix(10_000).joined(separator: " ")]
        let result = try predict("--json", input: texts.joined(separator: "\n"))
        let answers = try objects(result)
        #expect(answers.map { $0["known_tokens"] as? Int } == [10_000, 10_000])
        #expect(answers[0]["probability"] as? Double == answers[1]["probability"] as? Double)
        #expect(
            result.errors
                == "Note: 1 of 2 sentences are longer than 10000 words; the rest of them was not read\n")
    }
}
