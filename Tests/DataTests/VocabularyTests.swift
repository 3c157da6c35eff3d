import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct VocabularyTests {
    let training = [["b", "a", "c", "c"], ["a", "b", "d"], []]

    @Test func byFrequencyThenText() {
        let vocabulary = Vocabulary(training: training + [["c"]])
        #expect(vocabulary.words == ["<pad>", "<unk>", "c", "a", "b", "d"])
        #expect(vocabulary.encode(["d", "x", "c"]) == [5, 1, 2])
        #expect(vocabulary.encode([]) == [])
        #expect(vocabulary.contains("a") && !vocabulary.contains("x") && !vocabulary.contains("<unk>"))
    }

    @Test func minimumCount() {
        #expect(Vocabulary(training: training, minimumCount: 2).words == ["<pad>", "<unk>", "a", "b", "c"])
    }

    @Test func wordsWithVectorsStay() throws {
        let folder = try TemporaryFolder()
        let vectors = try WordVectors(path: folder.write("d 1 2\nx 3 4\nunused 5 6\n"))
        let vocabulary = Vocabulary(training: training, minimumCount: 2, others: [["x", "y", "d"]], vectors: vectors)
        #expect(vocabulary.words == ["<pad>", "<unk>", "a", "b", "c", "d", "x"])
        #expect(Vocabulary(training: training, others: [["x"]]).contains("x") == false)
    }

    @Test func reservedWordsInATextAreUnknown() {
        let vocabulary = Vocabulary(training: [["<pad>", "<unk>", "a", "<pad>"]])
        #expect(vocabulary.words == ["<pad>", "<unk>", "a"])
        #expect(vocabulary.encode(["<pad>", "<unk>", "a"]) == [1, 1, 2])
    }

    @Test func storedAndReadAgain() throws {
        let vocabulary = Vocabulary(training: training)
        #expect(try Vocabulary(words: vocabulary.words) == vocabulary)
        expectDataError("must begin with") { try Vocabulary(words: ["a"]) }
        expectDataError("\"a\" twice") { try Vocabulary(words: ["<pad>", "<unk>", "a", "b", "a"]) }
        expectDataError("\"<unk>\" twice") { try Vocabulary(words: ["<pad>", "<unk>", "<unk>", "<unk>"]) }
    }

    @Test("Words that Unicode calls equivalent are different words, in the order of their bytes")
    func wordsByTheirBytes() throws {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        let vocabulary = Vocabulary(training: [[composed, decomposed, composed, "f", "f", decomposed]])
        #expect(
            vocabulary.words.map { Array($0.utf8) }
                == ["<pad>", "<unk>", decomposed, "f", composed].map { Array($0.utf8) })
        #expect(vocabulary.encode([composed, decomposed]) == [4, 2])
        #expect(try Vocabulary(words: vocabulary.words) == vocabulary)
        let other = try Vocabulary(words: ["<pad>", "<unk>", composed, "f", decomposed])
        #expect(other != vocabulary)
        #expect(try LabelSet(labels: [composed, decomposed]).names.map(\.utf8.count) == [3, 2])
    }

    @Test func tableOfVectors() throws {
        let folder = try TemporaryFolder()
        let vectors = try WordVectors(path: folder.write("a 1 -1\nb 3 -3\n<unk> 9 9\n"), wanted: ["a", "b"])
        let random = RandomStream(seed: 1)
        let table = vectors.table(for: Vocabulary(training: [["b", "new", "a", "b"]]), random: random)
        #expect(table.count == 10)
        #expect(Array(table[0..<2]) == [0, 0])
        #expect(Array(table[4..<8]) == [3, -3, 1, -1])
        // Of 1, -1, 3, -3: mean 0, variance 5.
        #expect(vectors.standardDeviation == Float(5).squareRoot())
        let drawn = table[2..<4] + table[8..<10]
        #expect(drawn.allSatisfy { abs($0) <= Float(15).squareRoot() && $0 != 0 })
        // A word's random vector does not depend on the other words.
        let other = vectors.table(for: Vocabulary(training: [["new"]]), random: random)
        #expect(Array(other[4..<6]) == Array(table[8..<10]))
    }

    @Test func randomRowsHaveTheVarianceOfTheVectors() throws {
        let folder = try TemporaryFolder()
        let vectors = try WordVectors(path: folder.write("a 1 -1\nb 3 -3\n"))
        let vocabulary = Vocabulary(training: [(0..<5000).map { "word\($0)" }])
        let drawn = vectors.table(for: vocabulary, random: RandomStream(seed: 2)).dropFirst(2)
        let variance = drawn.reduce(0) { $0 + $1 * $1 } / Float(drawn.count)
        // 10,000 draws of variance 5 and excess kurtosis -1.2: standard error 5 * sqrt(0.8 / 10000) = 0.045.
        #expect(abs(variance - 5) < 0.2)
    }
}
