import Foundation
import SwiftletData
import SwiftletTensor
import TestSupport
import Testing

@testable import TextCNNExperiment

/// Files of sentences and vectors in the forms in which people have them.
@Suite("Forms of data")
struct DataFormatTests {
    private let folder: TemporaryFolder
    private let table: String

    init() throws {
        folder = try TemporaryFolder()
        let rows = (0..<200).map { "\($0),\"It was \($0 % 2 == 0 ? "good" : "bad"),\n number \($0 % 40)\",\($0 % 2)\n" }
        table = try folder.write("id,what,grade\n" + rows.joined(), to: "reviews.csv")
    }

    private func succeed(_ arguments: [String]) throws -> Program.Result {
        let result = try textcnn(arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    @Test(
        "The columns that are named are part of the run, which resumes and repeats with them; evaluate takes the same flags"
    )
    func namedColumns() throws {
        let columns = ["--text-column", "what", "--label-column", "grade"]
        let first = try succeed(trainArguments(table, epochs: 2, "--output", "run", "--json") + columns)
        #expect(
            first.errors.contains("read as CSV with the label in the column 'grade' and the text in the column 'what'"))
        #expect(first.errors.contains("200 sentences (0: 100, 1: 100)"))
        let accuracy = try #require(try first.json["test_accuracy"] as? Double)
        let repeated = try succeed(["train", "--config", "run/config.json", "--output", "again", "--json"])
        #expect(try repeated.json["test_accuracy"] as? Double == accuracy)
        let evaluated = try succeed(["evaluate", "--checkpoint", "run", "--test", table, "--json"] + columns)
        #expect(try evaluated.json["count"] as? Int == 200)
        let twice = try folder.write(
            "what,more,grade\n" + (0..<60).map { "film \($0),part \($0),\($0 % 2)\n" }.joined(), to: "twice.csv")
        let unnamed = try textcnn(trainArguments(twice, epochs: 1, "--output", "none"), in: folder)
        #expect(unnamed.status == 1)
        #expect(unnamed.errors.contains("twice.csv:1: it cannot be told which columns hold the label and the text"))
        #expect(unnamed.errors.contains("the columns are 'what', 'more', 'grade' (--text-column, --label-column)"))
    }

    @Test("A file that carries no labels is refused, unless somebody insists")
    func insisting() throws {
        let path = try folder.write((0..<60).map { "Word\($0 % 30) is a text\n" }.joined(), to: "none.txt")
        let refused = try textcnn(trainArguments(path, epochs: 1, "--output", "none"), in: folder)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("60 examples have 30 different labels, 30 of them with one or two examples"))
        #expect(refused.errors.contains("(--format; --text-column, --label-column; --accept-labels)"))
        let insisted = try succeed(trainArguments(path, epochs: 1, "--output", "none", "--accept-labels"))
        #expect(insisted.errors.contains("(20 more)"))
    }

    @Test("Words of the data that Unicode calls equivalent have the vectors of their own bytes")
    func wordsByTheirBytes() throws {
        let (composed, decomposed) = ("m\u{1ed9}t", "mo\u{323}\u{302}t")
        let text = try folder.write(
            String(repeating: "0 \(composed) a\n1 a \(decomposed)\n", count: 20), to: "vi.txt")
        try folder.write("\(decomposed) 1 1\n\(composed) 9 9\na 2 2\n", to: "vi.vec")
        _ = try succeed(
            trainArguments(
                text, epochs: 1, "--output", "run", "--embeddings", "vi.vec", "--freeze-embedding", "--cleaning",
                "none",
                "--kernel-sizes", "1"))
        let classifier = try TextClassifier(reading: folder("run"), in: ComputeContext(threads: 1))
        let table = classifier.model.embedding.weight.value.elements
        for (word, value) in [(composed, Float(9)), (decomposed, 1)] {
            let row = Int(classifier.encoder.vocabulary.number(of: word))
            #expect(Array(table[2 * row..<2 * row + 2]) == [value, value])
        }
    }

    @Test("Vectors that share no word with the data are a warning")
    func foreignVectors() throws {
        let text = try folder.write(String(repeating: "0 a good film\n1 a bad film\n", count: 20), to: "en.txt")
        try folder.write("GOOD 1 2\nBAD 3 4\nFILM 5 6\n", to: "cased.vec")
        let result = try succeed(trainArguments(text, epochs: 1, "--output", "run", "--embeddings", "cased.vec"))
        #expect(result.errors.contains("Warning: hardly any word of the data has a vector"))
    }
}
