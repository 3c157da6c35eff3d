import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct GrammarTests {
    @Test func thousandsOfDifferentSentencesInEqualClasses() throws {
        let sentences = try SentenceGrammar.sentences(count: 8001, random: RandomStream(seed: 1))
        #expect(sentences.count == 8001)
        #expect(Set(sentences.map(\.text)).count == 8001)
        #expect(sentences.count { $0.label == "positive" } == 4000)
        #expect(Set(sentences.map(\.label)) == Set(SentenceGrammar.labels))
        #expect(sentences.map(\.line) == Array(1...8001))
        #expect(!sentences.contains { $0.text.contains("  ") || $0.text.hasPrefix(" ") || $0.text.hasSuffix(" ") })
    }

    @Test func seedsDecide() throws {
        let first = try SentenceGrammar.sentences(count: 100, random: RandomStream(seed: 1))
        #expect(try SentenceGrammar.sentences(count: 100, random: RandomStream(seed: 1)) == first)
        #expect(try SentenceGrammar.sentences(count: 100, random: RandomStream(seed: 2)) != first)
    }

    @Test(arguments: [-1, 0, 1, SentenceGrammar.maximumCount + 1])
    func impossibleCounts(count: Int) {
        expectDataError("not \(count)") { try SentenceGrammar.sentences(count: count, random: RandomStream(seed: 1)) }
    }

    @Test func largestCount() throws {
        let sentences = try SentenceGrammar.sentences(
            count: SentenceGrammar.maximumCount, random: RandomStream(seed: 1))
        #expect(sentences.count == SentenceGrammar.maximumCount)
    }

    /// Counting words (naive Bayes with add-one smoothing) does better than chance and stays far from perfect.
    @Test func bagOfWordsIsNotEnough() throws {
        let tokenizer = Tokenizer()
        let examples = try SentenceGrammar.sentences(count: 6000, random: RandomStream(seed: 3)).map {
            (words: tokenizer.tokens(of: $0.text), isPositive: $0.label == "positive")
        }
        var counts: [String: (positive: Double, negative: Double)] = [:]
        for example in examples.prefix(5000) {
            for word in example.words {
                if example.isPositive {
                    counts[word, default: (1, 1)].positive += 1
                } else {
                    counts[word, default: (1, 1)].negative += 1
                }
            }
        }
        let totals = counts.values.reduce((0.0, 0.0)) { ($0.0 + $1.positive, $0.1 + $1.negative) }
        let right = examples.suffix(1000).count { example in
            let score = example.words.reduce(0.0) { sum, word in
                let count = counts[word] ?? (1, 1)
                return sum + log(count.positive / totals.0) - log(count.negative / totals.1)
            }
            return (score > 0) == example.isPositive
        }
        #expect((550...850).contains(right), "\(right) of 1000 right")
    }

    /// The same words in another order can mean the opposite.
    @Test func orderDecides() throws {
        let sentences = try SentenceGrammar.sentences(count: 60_000, random: RandomStream(seed: 4))
        let byWords = Dictionary(grouping: sentences) { $0.text.split(separator: " ").sorted() }
        #expect(byWords.values.contains { Set($0.map(\.label)).count == 2 })
    }
}
