import SwiftletTensor

/// Word vectors in text form: one word a line, then its numbers, separated by single spaces (GloVe, Pennington et al.
/// 2014; also word2vec's text form, which opens with a line `count dimension`).
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
    private let rows: [String: Int]

    /// Reads the vectors of the wanted words (of all words, if `wanted` is nil) from a plain or gzip file.
    ///
    /// The first vector sets the dimension, and the numbers of a line are its last `dimension` fields, so that a word may
    /// hold spaces, except in the first line. Of a word that comes twice the first vector counts. Every line is checked, wanted
    /// or not. Throws `DataError` for what `TextFile.forEachLine` refuses, a line with too few or too many numbers, a field
    /// that is not a finite decimal number, and a file without a vector; and if the wanted vectors take more than `memory`
    /// allows.
    public init(
        path: String, wanted: Set<String>? = nil, maximumBytes: Int = 1 << 34, memory: MemoryLimit = .none
    ) throws {
        var reader = WordVectorReader(path: path, wanted: wanted, memory: memory)
        try TextFile(path, maximumBytes: maximumBytes).forEachLine { try reader.read($0, number: $1) }
        guard let dimension = reader.dimension, reader.count > 0 else {
            throw DataError(file: path, "the file holds no word vectors")
        }
        self.path = path
        self.dimension = dimension
        words = reader.words
        values = reader.values
        fileCount = reader.count
        rows = reader.rows
    }

    /// The row of a word in `values`; nil if it was not wanted or not found.
    public func row(of word: String) -> Int? { rows[word] }

    /// The vector of a word; nil if it was not wanted or not found.
    public subscript(word: String) -> ArraySlice<Float>? {
        rows[word].map { values[$0 * dimension..<($0 + 1) * dimension] }
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
