import SwiftletTensor

/// Word vectors as text, one word a line, then its numbers, separated by single spaces (GloVe, Pennington et al. 2014), also
/// with a first line `count dimension` (fastText's .vec files, word2vec's text format); or in word2vec's binary format.
public struct WordVectors: Sendable {
    /// The path as the user gave it.
    public let path: String
    /// Numbers a word.
    public let dimension: Int
    /// The words that were wanted and found, in file order.
    public let words: [String]
    /// The vectors, one row of `dimension` numbers a word, in the order of `words`.
    public let values: [Float]
    /// Lines with a vector in the file.
    public let fileCount: Int
    /// What of the file was not used or is not as it says, in sentences; empty where all is well.
    public let notes: [String]
    private let rows: [ByteString: Int]

    private static let expected = "a file of word vectors (GloVe, fastText .vec, or word2vec as text or binary)"

    /// Reads the vectors of the wanted words (of all words, if `wanted` is nil) from a file, plain, gzip or in a ZIP archive
    /// (see `DataPath`).
    ///
    /// In text, the header or else the first vector sets the dimension, and the numbers of a line are its last `dimension` fields,
    /// so that a word may hold spaces, except in the first line. Of a word that comes twice the first vector counts. Lines that
    /// cannot be used (too few or too many numbers, a field that is not a finite decimal number, a word that is not UTF-8) are
    /// skipped and counted in `notes`, wanted or not, and so is a header that announces another number of vectors. Blank lines do
    /// not matter.
    ///
    /// Throws `DataError` for what `TextFile.forEachLine` refuses, a file of which most lines cannot be used, a file without a
    /// vector; and if the wanted vectors take more than `memory` allows.
    public init(
        path: String, wanted: Set<ByteString>? = nil, maximumBytes: Int = 1 << 34, memory: MemoryLimit = .none
    ) throws {
        var reader = WordVectorReader(path: path, wanted: wanted, memory: memory)
        let source = PlainSource(try DataPath(path).open(), maximumBytes: maximumBytes)
        if let header = Word2VecBinary.header(try source.peek(FileKind.headByteCount)) {
            try Word2VecBinary.read(source, header, into: &reader)
        } else {
            let text = TextSource(source, path: path, expected: Self.expected)
            try LineReader(path: path, source: text, checksText: false).run { try reader.read($0, number: $1) }
        }
        try reader.requireMostlyUsable()
        guard let dimension = reader.dimension, reader.count > 0 else {
            throw DataError(file: path, "the file holds no word vectors")
        }
        self.path = path
        self.dimension = dimension
        words = reader.words
        values = reader.values
        fileCount = reader.count
        rows = reader.rows
        notes = Self.notes(reader)
    }

    private static func notes(_ reader: WordVectorReader) -> [String] {
        var notes: [String] = []
        if let fault = reader.firstFault {
            let place = fault.line.map { "line \($0): " } ?? ""
            notes.append(
                reader.unusable == 1
                    ? "\(reader.path): one vector was skipped (\(place)\(fault.message))"
                    : "\(reader.path): \(reader.unusable) vectors were skipped, the first of them (\(place)\(fault.message))"
            )
        }
        let found = reader.count + reader.unusable
        if let announced = reader.announced, announced != found {
            notes.append("\(reader.path): the header announces \(announced) vectors, but the file holds \(found)")
        }
        if reader.repeated > 0 {
            let words = reader.repeated == 1 ? "one word has" : "\(reader.repeated) words have"
            notes.append("\(reader.path): \(words) another vector further down; the first counts")
        }
        return notes
    }

    /// The row of a word in `values`; nil if it was not wanted or not found.
    public func row(of word: String) -> Int? { rows[ByteString(word)] }

    /// The vector of a word; nil if it was not wanted or not found.
    public subscript(word: String) -> ArraySlice<Float>? {
        row(of: word).map { values[$0 * dimension..<($0 + 1) * dimension] }
    }

    /// Standard deviation of all the numbers read; 0 if there are none.
    public var standardDeviation: Float {
        guard !values.isEmpty else { return 0 }
        var sum = 0.0
        var squares = 0.0
        for value in values {
            sum += Double(value)
            squares += Double(value) * Double(value)
        }
        let mean = sum / Double(values.count)
        return Float(max(0, squares / Double(values.count) - mean * mean).squareRoot())
    }

    /// An embedding table for a vocabulary: shape [vocabulary.count, dimension], row-major.
    ///
    /// Padding is zero. A word without a vector is drawn from the uniform distribution whose variance is that of the vectors
    /// (Kim 2014), from a random stream of the word's own, so that it does not depend on the other words.
    public func table(for vocabulary: Vocabulary, random: RandomStream) -> [Float] {
        let bound = standardDeviation * Float(3).squareRoot()
        var table = [Float](repeating: 0, count: vocabulary.count * dimension)
        for (number, word) in vocabulary.words.enumerated() where number != Int(Vocabulary.padding) {
            let range = number * dimension..<(number + 1) * dimension
            if number != Int(Vocabulary.unknown), let vector = self[word] {
                table.replaceSubrange(range, with: vector)
            } else {
                var stream = random.child(word)
                for position in range { table[position] = stream.uniform(-bound, bound) }
            }
        }
        return table
    }
}
