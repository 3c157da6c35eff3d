import SwiftletTensor

/// Divides a set of sentences into batches, anew for every epoch.
public struct SentenceBatcher: Sendable {
    /// Word numbers of every sentence of the set.
    public let sentences: [[Int32]]
    /// Class number of every sentence of the set.
    public let labels: [Int32]
    /// Sentences a batch; the last batch of an epoch may have fewer.
    public let batchSize: Int
    /// Least words a row, padding included: a convolution needs as many as its kernel is long.
    public let minimumLength: Int
    /// How many batches are sorted by length together in training; 1 leaves the order to chance alone.
    ///
    /// Sentences of like length in a batch need little padding. The shuffled epoch is cut into windows of so many batches,
    /// each window is sorted by length and cut into batches, and the batches are shuffled.
    public let bucketBatches: Int

    /// A batcher over a set. Throws `DataError` unless batchSize, minimumLength and bucketBatches are at least 1.
    public init(
        sentences: [[Int32]], labels: [Int32], batchSize: Int, minimumLength: Int = 1, bucketBatches: Int = 1
    ) throws {
        require(sentences.count == labels.count, "\(labels.count) labels for \(sentences.count) sentences")
        let settings = [
            ("batch size", batchSize), ("minimum sentence length", minimumLength),
            ("number of bucket batches", bucketBatches),
        ]
        for (name, value) in settings where value < 1 {
            throw DataError("the \(name) must be at least 1, got \(value)")
        }
        self.sentences = sentences
        self.labels = labels
        self.batchSize = batchSize
        self.minimumLength = minimumLength
        self.bucketBatches = bucketBatches
    }

    /// Batches that a set of so many sentences is cut into.
    public func batchCount(of exampleCount: Int) -> Int { (exampleCount + batchSize - 1) / batchSize }

    /// The batches of one training epoch, as indices into the set: each of `examples` exactly once.
    ///
    /// The order depends on the stream and the number of the epoch only, so a resumed run goes on as it would have gone on.
    public func order(epoch: Int, of examples: [Int], random: RandomStream) -> [[Int]] {
        var stream = random.child(epoch)
        var order = examples
        stream.shuffle(&order)
        guard bucketBatches > 1 else { return cut(order, batchSize) }
        // A batch with fewer sentences can only come from the last window, where it holds the longest.
        var batches = cut(order, batchSize * bucketBatches).flatMap { cut(sortedByLength($0), batchSize) }
        stream.shuffle(&batches)
        return batches
    }

    /// Most tokens of a batch for evaluation, padding included, if it has more than one sentence.
    static let maximumEvaluationTokens = 1 << 16

    /// The batches for evaluation: each of `examples` exactly once, sorted by length so that little is padding. Batches of long
    /// sentences have fewer of them, which bounds the memory that one takes.
    public func evaluationOrder(of examples: [Int]) -> [[Int]] {
        var batches: [[Int]] = []
        var batch: [Int] = []
        for index in sortedByLength(examples) {
            // Of a batch the last sentence is the longest.
            let tokens = (batch.count + 1) * max(sentences[index].count, minimumLength)
            if batch.count == batchSize || !batch.isEmpty && tokens > Self.maximumEvaluationTokens {
                batches.append(batch)
                batch = []
            }
            batch.append(index)
        }
        return batch.isEmpty ? batches : batches + [batch]
    }

    /// The sentences with the given indices, padded to a common length.
    public func batch(_ indices: [Int]) -> SentenceBatch {
        SentenceBatch(indices, of: sentences, labels: labels, minimumLength: minimumLength)
    }

    /// Sentences of equal length keep their order.
    private func sortedByLength(_ examples: [Int]) -> [Int] {
        examples.enumerated()
            .sorted { (sentences[$0.element].count, $0.offset) < (sentences[$1.element].count, $1.offset) }
            .map(\.element)
    }

    private func cut(_ examples: [Int], _ size: Int) -> [[Int]] {
        stride(from: 0, to: examples.count, by: size).map { Array(examples[$0..<min($0 + size, examples.count)]) }
    }
}
