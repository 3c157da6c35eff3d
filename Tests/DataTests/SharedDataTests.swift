import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

/// Real data sets, with counts from their descriptions.
@Suite(.enabled(if: sharedData("sentences") != nil, absentSharedData))
struct SharedDataTests {
    let folder = sharedData ?? ""

    func sentences(_ name: String) throws -> SentenceFile {
        try SentenceFile(path: "\(folder)/sentences/\(name).txt.gz")
    }

    @Test(arguments: [
        ("mr", [5331, 5331]), ("subj", [5000, 5000]), ("trec.train", [1162, 1250, 86, 1223, 835, 896]),
        ("trec.test", [138, 94, 9, 65, 81, 113]), ("sst2.train", [3310, 3610]), ("sst2.dev", [428, 444]),
        ("sst2.test", [912, 909]),
    ])
    func classCounts(name: String, expected: [Int]) throws {
        let file = try sentences(name)
        let classes = try LabelSet(of: file)
        let numbers = try classes.numbers(of: file)
        #expect(classes.names == expected.indices.map(String.init))
        #expect(expected.indices.map { label in numbers.count { $0 == Int32(label) } } == expected)
        #expect(file.sentences.map(\.line) == Array(1...file.sentences.count))
    }

    /// Sizes and vocabulary coverage per cent of distinct and of running words, as their description states them (to one
    /// decimal). Cleaned MR and SUBJ have 18,765 and 21,322 words in Kim's way, and 25 and 20 more with letters outside
    /// ASCII kept.
    @Test(arguments: [
        ("mr", Tokenizer.Cleaning.none, 21_419, 82.6, 96.3), ("mr", .kim, 18_790, 93.7, 99.3),
        ("subj", .none, 23_925, 84.4, 97.0), ("subj", .kim, 21_342, 93.7, 99.3),
    ])
    func coverageByGloVe(
        name: String, cleaning: Tokenizer.Cleaning, words: Int, distinct: Double, running: Double
    ) throws {
        let file = try sentences(name)
        let tokenizer = Tokenizer(cleaning: cleaning)
        let tokens = file.sentences.map { tokenizer.tokens(of: $0.text) }
        let vectors = try Self.glove.get()
        let classes = try LabelSet(of: file)
        let statistics = SentenceStatistics(
            tokens: tokens, labels: try classes.numbers(of: file), classes: classes,
            knows: { vectors.row(of: $0) != nil })
        #expect(statistics.distinctWords == words)
        #expect(abs(100 * (1 - statistics.unknownDistinctShare) - distinct) <= 0.1)
        #expect(abs(100 * (1 - statistics.unknownRunningShare) - running) <= 0.1)
        if name == "mr", cleaning == .kim {
            #expect(statistics.maximumLength == 56)
            #expect(abs(statistics.meanLength - 20.4) < 0.05)
        }
    }

    static let glovePath = "\(sharedData ?? "")/glove/glove.6B.50d.filtered.txt.gz"
    /// Read once for all tests.
    static let glove = Result { try WordVectors(path: glovePath) }

    @Test func gloVe() throws {
        let vectors = try Self.glove.get()
        #expect(vectors.dimension == 50)
        #expect(vectors.fileCount == 41_448 && vectors.words.count == 41_448)
        #expect(vectors.words.prefix(3) == ["the", ",", "."])
        #expect(vectors["the"].map { Array($0.prefix(4)) } == [0.418, 0.24968, -0.41242, 0.1217])
        #expect(
            try SHA256.hexDigest(ofFile: "\(folder)/sentences/trec.test.txt.gz")
                == "b1ca503bacf46799ef78cc710c9b03f62197a1bab9e2cdd3d9ad55f3af40934f")
    }

    @Test func word2Vec() throws {
        let vectors = try WordVectors(
            path: "\(folder)/word2vec/googlenews.300d.filtered.txt.gz", wanted: ["film", "good"])
        #expect(vectors.dimension == 300)
        #expect(vectors.fileCount == 18_103)
        let length = vectors["film"]!.reduce(0) { $0 + $1 * $1 }
        #expect(abs(length - 1) < 1e-4)
    }

    @Test func foldsOfMR() throws {
        let file = try sentences("mr")
        let labels = try LabelSet(of: file).numbers(of: file)
        let folds = try StratifiedSplit.folds(labels: labels, count: 10, random: RandomStream(seed: 1))
        for fold in folds {
            let positive = fold.test.count { labels[$0] == 1 }
            #expect((533...534).contains(positive) && (1066...1067).contains(fold.test.count))
        }
    }
}
