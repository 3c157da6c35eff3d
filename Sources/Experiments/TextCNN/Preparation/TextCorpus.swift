import SwiftletData

/// All sentences of a run as words and class numbers, and which of them belong to fixed parts.
public struct TextCorpus {
    /// The classes of the training file.
    public let labels: LabelSet
    /// How texts become words.
    public let tokenizer: Tokenizer
    /// The words of every sentence: training file, development file, test file.
    public let tokens: [[String]]
    /// The class of every sentence.
    public let classes: [Int32]
    /// Number of sentences with more than `Tokenizer.maximumTokens` words, whose rest is not among the tokens.
    public let truncatedCount: Int
    /// Indices of the training file's sentences.
    public let training: [Int]
    /// Indices of the development file's sentences, if there is one.
    public let development: [Int]?
    /// Indices of the test file's sentences, if there is one.
    public let test: [Int]?

    /// Splits texts into words and numbers the labels. Throws `DataError` for labels that the training file lacks.
    public init(_ sources: TextSources, tokenizer: Tokenizer) throws {
        let labels = try LabelSet(of: sources.training)
        var tokens: [[String]] = []
        var classes: [Int32] = []
        var truncated = 0
        func add(_ file: SentenceFile) throws -> [Int] {
            let start = tokens.count
            for sentence in file.sentences {
                let words = tokenizer.truncatedTokens(of: sentence.text)
                tokens.append(words.tokens)
                if words.isTruncated { truncated += 1 }
            }
            classes += try labels.numbers(of: file)
            return Array(start..<tokens.count)
        }
        training = try add(sources.training)
        development = try sources.development.map(add)
        test = try sources.test.map(add)
        self.labels = labels
        self.tokenizer = tokenizer
        self.tokens = tokens
        self.classes = classes
        truncatedCount = truncated
    }

    /// The different words of all sentences.
    public var words: Set<ByteString> { Set(tokens.joined().lazy.map { ByteString($0) }) }

    /// Counts over some sentences; `knows` says whether a word has a vector.
    public func statistics(of indices: [Int], knows: (String) -> Bool) -> SentenceStatistics {
        SentenceStatistics(
            tokens: indices.map { tokens[$0] }, labels: indices.map { classes[$0] }, classes: labels, knows: knows)
    }
}
