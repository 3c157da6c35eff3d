import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct BatcherTests {
    let sentences: [[Int32]]
    let labels: [Int32]

    init() {
        var random = XorShift(seed: 31)
        sentences = (0..<103).map { number in
            [Int32](repeating: Int32(number + 2), count: Int.random(in: 0...40, using: &random))
        }
        labels = (0..<103).map { Int32($0 % 3) }
    }

    func batcher(size: Int = 8, minimumLength: Int = 1, buckets: Int = 1) throws -> SentenceBatcher {
        try SentenceBatcher(
            sentences: sentences, labels: labels, batchSize: size, minimumLength: minimumLength, bucketBatches: buckets)
    }

    @Test(arguments: [1, 2, 5, 100])
    func everyExampleOnceAnEpoch(buckets: Int) throws {
        let batcher = try batcher(buckets: buckets)
        let examples = Array(0..<103).filter { $0 != 50 }
        let random = RandomStream(seed: 1)
        let epochs = (0..<3).map { batcher.order(epoch: $0, of: examples, random: random) }
        for order in epochs {
            #expect(order.flatMap { $0 }.sorted() == examples)
            #expect(order.count == batcher.batchCount(of: 102) && order.count == 13)
            #expect(order.count { $0.count == 8 } == 12 && order.count { $0.count == 6 } == 1)
        }
        #expect(epochs[0] != epochs[1] && epochs[1] != epochs[2])
        #expect(batcher.order(epoch: 1, of: examples, random: random) == epochs[1])
        #expect(batcher.order(epoch: 1, of: examples, random: RandomStream(seed: 2)) != epochs[1])
    }

    @Test func bucketsSavePadding() throws {
        func padding(_ batcher: SentenceBatcher) -> Int {
            batcher.order(epoch: 0, of: Array(0..<103), random: RandomStream(seed: 1)).map(batcher.batch).reduce(0) {
                $0 + $1.tokens.count { $0 == Vocabulary.padding }
            }
        }
        let plain = padding(try batcher())
        #expect(padding(try batcher(buckets: 13)) * 3 < plain)
        #expect(padding(try batcher(buckets: 4)) < plain)
    }

    @Test func rowsAndPadding() throws {
        let batcher = try SentenceBatcher(
            sentences: [[5, 6], [], [7, 8, 9]], labels: [1, 0, 2], batchSize: 3, minimumLength: 2)
        let batch = batcher.batch([2, 1, 0])
        #expect(batch.tokens == [7, 8, 9, 0, 0, 0, 5, 6, 0])
        #expect(batch.length == 3 && batch.count == 3)
        #expect(batch.lengths == [3, 0, 2])
        #expect(batch.labels == [2, 0, 1])
        #expect(batch.indices == [2, 1, 0])
        #expect(batcher.batch([1]).tokens == [0, 0])
        #expect(batcher.batch([]).tokens == [])
    }

    @Test func minimumLengthOfRows() throws {
        let batcher = try batcher(minimumLength: 50)
        for indices in batcher.evaluationOrder(of: Array(0..<103)) { #expect(batcher.batch(indices).length == 50) }
    }

    @Test func evaluationIsSortedByLength() throws {
        let order = try batcher().evaluationOrder(of: Array(0..<103)).flatMap { $0 }
        #expect(order.sorted() == Array(0..<103))
        let lengths = order.map { sentences[$0].count }
        #expect(lengths == lengths.sorted())
    }

    @Test func evaluationBatchesOfLongSentencesAreSmall() throws {
        let lengths = [70_000, 3, 40_000, 30_000, 2, 20_000, 20_000, 20_000, 1]
        let batcher = try SentenceBatcher(
            sentences: lengths.map { [Int32](repeating: 1, count: $0) }, labels: lengths.map { _ in 0 }, batchSize: 4)
        let batches = batcher.evaluationOrder(of: Array(lengths.indices))
        // Three short ones and 20,000 would be 80,000 tokens with their padding.
        #expect(batches == [[8, 4, 1], [5, 6, 7], [3], [2], [0]])
    }

    @Test func impossibleSettings() {
        expectDataError("the batch size must be at least 1, got 0") { try batcher(size: 0) }
        expectDataError("the minimum sentence length must be at least 1, got -1") { try batcher(minimumLength: -1) }
        expectDataError("the number of bucket batches must be at least 1, got 0") { try batcher(buckets: 0) }
    }

    @Test func noExamples() throws {
        let batcher = try batcher(buckets: 4)
        #expect(batcher.order(epoch: 0, of: [], random: RandomStream(seed: 1)).isEmpty)
        #expect(batcher.evaluationOrder(of: []).isEmpty)
        #expect(batcher.batchCount(of: 0) == 0)
    }
}
