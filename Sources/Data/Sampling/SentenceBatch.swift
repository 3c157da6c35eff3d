/// Some sentences as numbers, filled up to a common length.
public struct SentenceBatch: Sendable, Equatable {
    /// Word numbers, shape [count, length], row-major; `Vocabulary.padding` after the end of a sentence.
    public let tokens: [Int32]
    /// Words a row, padding included.
    public let length: Int
    /// Words of each sentence without padding; 0 for an empty sentence.
    public let lengths: [Int32]
    /// Class number of each sentence.
    public let labels: [Int32]
    /// Where each sentence lies in the whole set.
    public let indices: [Int]

    /// Number of sentences.
    public var count: Int { indices.count }

    /// Gathers sentences of a set by their indices. Rows are as long as the longest of them, and at least `minimumLength`.
    public init(_ indices: [Int], of sentences: [[Int32]], labels: [Int32], minimumLength: Int = 1) {
        self.indices = indices
        let longest = indices.lazy.map { sentences[$0].count }.max() ?? 0
        let length = max(longest, minimumLength)
        self.length = length
        lengths = indices.map { Int32(sentences[$0].count) }
        self.labels = indices.map { labels[$0] }
        var tokens: [Int32] = []
        tokens.reserveCapacity(indices.count * length)
        for index in indices {
            tokens.append(contentsOf: sentences[index])
            tokens.append(contentsOf: repeatElement(Vocabulary.padding, count: length - sentences[index].count))
        }
        self.tokens = tokens
    }
}
