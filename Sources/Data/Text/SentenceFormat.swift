/// How a file says which text has which label.
public enum SentenceFormat: String, Sendable, Codable, CaseIterable {
    /// One of the others but `sst`, by the content of the file.
    case auto
    /// A label, a tab or a space, and the text. Where lines hold tabs, the label ends at the first one and may hold spaces.
    case labeled
    /// Columns separated by tabs, with or without a line of their names.
    case tsv
    /// Columns separated by commas, semicolons or vertical bars, with quotes as in RFC 4180, with or without a line of their names.
    case csv
    /// An object of JSON on each line.
    case jsonl
    /// Words that begin with `__label__` are labels, the others the text.
    case fasttext
    /// Trees of the Stanford Sentiment Treebank: the grade of a whole sentence is its label.
    case sst
}

/// How labelled sentences are read.
public struct SentenceReading: Sendable, Equatable, Codable {
    /// The format.
    public var format: SentenceFormat
    /// Name of the column or key that holds the text, or number of the column (from 1); nil for the usual names.
    public var textColumn: String?
    /// Name of the column or key that holds the label, or number of the column (from 1); nil for the usual names.
    public var labelColumn: String?
    /// Whether labels are taken that do not look like any, such as a different one on nearly each line.
    public var acceptsLabels: Bool

    /// A reading; by default the content decides.
    public init(
        format: SentenceFormat = .auto, textColumn: String? = nil, labelColumn: String? = nil,
        acceptsLabels: Bool = false
    ) {
        self.format = format
        self.textColumn = textColumn
        self.labelColumn = labelColumn
        self.acceptsLabels = acceptsLabels
    }

    /// Whether a column is named.
    var namesColumns: Bool { textColumn != nil || labelColumn != nil }

    /// The formats whose files may announce their separator.
    static let tables: Set<SentenceFormat> = [.auto, .csv, .tsv]
}

/// Turns the lines of a file into labelled sentences.
protocol SentenceParser {
    /// What it takes a line for, as notes call it.
    var name: String { get }
    /// Sentences with several labels, of which the first was taken.
    var severalLabels: Int { get }
    /// Whether a record continues on the next line.
    var isWithinRecord: Bool { get }
    /// Whether the first sentence may be a header that has not been recognized.
    var mayHoldHeader: Bool { get }

    /// The sentence that ends with a line; nil where the line holds none, or continues on the next.
    mutating func sentence(_ line: UnsafeRawBufferPointer, number: Int) throws -> LabelledSentence?

    /// Called after the last line. Throws if something is unfinished.
    func finish() throws
}

extension SentenceParser {
    var severalLabels: Int { 0 }

    var isWithinRecord: Bool { false }

    var mayHoldHeader: Bool { false }

    func finish() throws {}
}
