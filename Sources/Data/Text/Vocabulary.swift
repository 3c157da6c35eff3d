/// The words a model knows, each with its number: 0 is padding, 1 stands for every unknown word, then words by frequency.
/// Words are told apart by their UTF-8 bytes.
public struct Vocabulary: Sendable, Equatable {
    /// The number that fills sentences up to a common length.
    public static let padding: Int32 = 0
    /// The number of every word that is not in the vocabulary.
    public static let unknown: Int32 = 1
    private static let reserved = ["<pad>", "<unk>"]

    /// All words in the order of their numbers; the first two are `<pad>` and `<unk>`.
    public let words: [String]
    private let numbers: [ByteString: Int32]

    /// Number of words, with the two reserved ones.
    public var count: Int { words.count }

    /// The words of the training sentences, the most frequent first, ties in the order of their bytes.
    ///
    /// A word that occurs fewer than `minimumCount` times is left out, unless it has a vector: then there is nothing to
    /// learn from scratch. For the same reason words of `others` (development and test sentences) enter if and only if they
    /// have a vector; they come after the training words.
    public init(
        training: [[String]], minimumCount: Int = 1, others: [[String]] = [], vectors: WordVectors? = nil
    ) {
        var counts: [ByteString: Int] = [:]
        for sentence in training { for word in sentence { counts[ByteString(word), default: 0] += 1 } }
        counts = counts.filter { $0.value >= minimumCount || vectors?.row(of: $0.key.text) != nil }
        if let vectors {
            for sentence in others {
                for word in sentence where counts[ByteString(word)] == nil && vectors.row(of: word) != nil {
                    counts[ByteString(word)] = 0
                }
            }
        }
        for word in Self.reserved { counts[ByteString(word)] = nil }
        let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        self.init(checked: Self.reserved + ordered.map(\.key.text))
    }

    /// A vocabulary that was stored. Throws `DataError` if a word occurs twice or the first two are not the reserved ones.
    public init(words: [String]) throws {
        guard words.starts(with: Self.reserved) else {
            throw DataError("a vocabulary must begin with the words <pad> and <unk>")
        }
        self.init(checked: words)
        if let position = words.indices.dropFirst(2).first(where: { numbers[ByteString(words[$0])] != Int32($0) }) {
            throw DataError("the vocabulary holds the word \"\(words[position])\" twice")
        }
    }

    private init(checked words: [String]) {
        self.words = words
        // A text may hold "<pad>" as a word, which must not be taken for padding: it is an unknown word.
        numbers = Dictionary(zip(words.lazy.map { ByteString($0) }, 0...).dropFirst(2)) { first, _ in first }
    }

    /// The number of a word; `unknown` if the vocabulary lacks it.
    public func number(of word: String) -> Int32 { numbers[ByteString(word)] ?? Self.unknown }

    /// The numbers of a sentence's words.
    public func encode(_ tokens: [String]) -> [Int32] { tokens.map(number(of:)) }

    /// Whether the word has a number of its own.
    public func contains(_ word: String) -> Bool { numbers[ByteString(word)] != nil }

    /// Whether both have the same words in the same order.
    public static func == (first: Vocabulary, second: Vocabulary) -> Bool {
        first.count == second.count && first.numbers == second.numbers
    }
}
