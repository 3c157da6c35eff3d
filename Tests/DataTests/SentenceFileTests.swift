import TestSupport
import Testing

@testable import SwiftletData

@Suite struct SentenceFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func labelsAndTexts() throws {
        let file = try SentenceFile(path: folder.write("0 bad film . \n1\tgood\tfilm\npos  two  blanks\n-1\n2 \r\n"))
        #expect(
            file.sentences == [
                LabelledSentence(label: "0", text: "bad film .", line: 1),
                LabelledSentence(label: "1", text: "good\tfilm", line: 2),
                LabelledSentence(label: "pos", text: "two  blanks", line: 3),
                LabelledSentence(label: "-1", text: "", line: 4),
                LabelledSentence(label: "2", text: "", line: 5),
            ])
        #expect(file.emptyCount == 2)
    }

    @Test(arguments: [(" 1 a\n", 1), ("1 a\n 1 b\n", 2), ("1 a b\n1 b\n1 c\n\tb\n", 4)])
    func linesWithoutALabel(text: String, line: Int) throws {
        let path = try folder.write(text)
        #expect(
            expectDataError("begins") { try SentenceFile(path: path) }
                == "\(path):\(line): the line begins with white space, but a label, a space or tab, and the text were expected"
        )
    }

    @Test func blankLinesAreSkippedAndCounted() throws {
        let path = try folder.write("\n1 a\n \t\n0 b\n\n")
        let file = try SentenceFile(path: path)
        #expect(file.sentences.map(\.line) == [2, 4])
        #expect(file.notes == ["\(path): 3 blank lines were skipped"])
        #expect(try SentenceFile(path: folder.write("1 a\n0 b")).notes.isEmpty)
    }

    /// Any bytes give either sentences or a `DataError`, and one sentence a line.
    @Test func randomBytes() throws {
        var random = XorShift(seed: 11)
        let pieces: [[UInt8]] = [
            [0x20], [0x09], [0x0a], [0x0d], [0x30], [0x61], [0xc3, 0xa9], [0xff], [0x00], [0x1f, 0x8b],
        ]
        var accepted = 0
        for _ in 0..<1500 {
            let bytes = (0..<Int.random(in: 1...20, using: &random)).flatMap { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            let path = try folder.write(bytes)
            do {
                let file = try SentenceFile(path: path)
                #expect(try file.sentences.count <= lines(path).count)
                #expect(file.sentences.allSatisfy { !$0.label.isEmpty })
                accepted += 1
            } catch let error as DataError {
                #expect(error.file == path)
            }
        }
        #expect(accepted > 50)
    }
}

@Suite struct LabelSetTests {
    @Test func integersAreSortedByValue() throws {
        #expect(try LabelSet(labels: ["10", "9", "-1", "9", "0"]).names == ["-1", "0", "9", "10"])
    }

    @Test func wordsAreSortedAsText() throws {
        #expect(try LabelSet(labels: ["pos", "neg", "10", "9"]).names == ["10", "9", "neg", "pos"])
    }

    @Test func oneSpellingIsOneClass() throws {
        let set = try LabelSet(labels: ["1", "01"])
        #expect(set.names == ["01", "1"])
        #expect(set.number(of: "1") == 1)
        #expect(set.number(of: "2") == nil)
    }

    @Test func tooFewAndTooManyClasses() {
        expectDataError("a.txt: every example has the label \"1\", but at least two") {
            try LabelSet(labels: ["1", "1"], file: "a.txt")
        }
        expectDataError("there are no examples") { try LabelSet(labels: []) }
        // As many as there are.
        #expect(throws: Never.self) { try LabelSet(labels: (0...100_000).map { "word\($0)" }, file: "a.txt") }
    }

    @Test func labelsThatTrainingLacks() throws {
        let folder = try TemporaryFolder()
        let training = try SentenceFile(path: folder.write("neg a\npos b\n", to: "train.txt"))
        let set = try LabelSet(of: training)
        #expect(try set.numbers(of: training) == [0, 1])
        let path = try folder.write("pos a\nneutral b\n", to: "test.txt")
        let test = try SentenceFile(path: path)
        #expect(
            expectDataError("neutral") { try set.numbers(of: test) }
                == "\(path):2: the label \"neutral\" does not occur in the training data, whose labels are neg, pos")
    }
}
