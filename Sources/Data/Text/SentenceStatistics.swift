import SwiftletTensor

/// What a user should know of a data set before training on it.
public struct SentenceStatistics: Sendable, Equatable, Codable {
    /// Examples of one class.
    public struct ClassCount: Sendable, Equatable, Codable {
        /// The class as the file names it.
        public let name: String
        /// How many examples it has.
        public let count: Int
    }

    /// Number of sentences.
    public let count: Int
    /// Sentences without a word.
    public let emptyCount: Int
    /// Sentences by class, in the order of the label set.
    public let classes: [ClassCount]
    /// Mean number of words a sentence.
    public let meanLength: Double
    /// Words of the sentence that half, 90 % and 99 % of all sentences do not exceed.
    public let medianLength: Int, length90: Int, length99: Int
    /// Words of the longest sentence.
    public let maximumLength: Int
    /// Number of words, and of different words.
    public let runningWords: Int, distinctWords: Int
    /// How many of them are out of vocabulary.
    public let unknownRunningWords: Int, unknownDistinctWords: Int

    /// Share of running words that are out of vocabulary, 0 to 1; 0 if there are no words.
    public var unknownRunningShare: Double {
        runningWords == 0 ? 0 : Double(unknownRunningWords) / Double(runningWords)
    }
    /// Share of different words that are out of vocabulary, 0 to 1; 0 if there are no words.
    public var unknownDistinctShare: Double {
        distinctWords == 0 ? 0 : Double(unknownDistinctWords) / Double(distinctWords)
    }

    /// Counts sentences that have been split into words; `knows` says whether a word is in the vocabulary, or has a vector.
    public init(tokens: [[String]], labels: [Int32], classes: LabelSet, knows: (String) -> Bool) {
        require(tokens.count == labels.count, "\(labels.count) labels for \(tokens.count) sentences")
        var classCounts = [Int](repeating: 0, count: classes.count)
        for label in labels { classCounts[Int(label)] += 1 }
        self.classes = zip(classes.names, classCounts).map { ClassCount(name: $0, count: $1) }

        let lengths = tokens.map(\.count).sorted()
        count = lengths.count
        emptyCount = lengths.prefix { $0 == 0 }.count
        runningWords = lengths.reduce(0, +)
        meanLength = count == 0 ? 0 : Double(runningWords) / Double(count)
        medianLength = Self.percentile(50, of: lengths)
        length90 = Self.percentile(90, of: lengths)
        length99 = Self.percentile(99, of: lengths)
        maximumLength = lengths.last ?? 0

        var wordCounts: [ByteString: Int] = [:]
        for sentence in tokens { for word in sentence { wordCounts[ByteString(word), default: 0] += 1 } }
        distinctWords = wordCounts.count
        let unknown = wordCounts.filter { !knows($0.key.text) }
        unknownDistinctWords = unknown.count
        unknownRunningWords = unknown.values.reduce(0, +)
    }

    /// Nearest rank: the smallest value that at least `percent` % of the values do not exceed.
    private static func percentile(_ percent: Int, of sorted: [Int]) -> Int {
        sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }
}
