import SwiftletTensor

/// Finds the parser for a file by its first lines.
struct FormatDetection {
    /// Lines that are looked at first; twice as many each time as long as they hold no labels.
    static let sampleCount = 2000
    /// Most bytes that are looked at.
    static let sampleBytes = 1 << 28

    static let textNames = [
        "text", "sentence", "review", "content", "comment", "tweet", "body", "utterance", "question", "headline",
        "message",
        "phrase", "document", "description", "reviewtext", "review_text", "review_body", "comment_text", "title",
        "query",
        "input", "sms", "post", "sentence1",
    ]
    static let labelNames = [
        "label", "labels", "class", "category", "sentiment", "target", "polarity", "rating", "stars", "score", "intent",
        "tag", "topic", "emotion", "gold_label", "gold", "y", "label_text", "type", "output",
    ]

    /// What separates the columns of tables without tabs, the likeliest first.
    static let separators = Array(",;|".utf8)

    let file: String
    let reading: SentenceReading
    let known: LabelSet?
    /// The separator that the file announced; nil where it is to be found.
    let separator: UInt8?
    /// The first lines that are not blank.
    let lines: [[UInt8]]
    let numbers: [Int]

    /// The parser. Throws `NoLabels`, which says what was seen, if no format fits, and `DataError` if it is clear what is missing.
    func parser() throws -> any SentenceParser {
        if reading.namesColumns, [.labeled, .fasttext, .sst].contains(reading.format) {
            throw DataError(file: file, "the format '\(reading.format.rawValue)' has no columns that could be named")
        }
        if let separator, SentenceReading.tables.contains(reading.format) { return try table([separator]) }
        switch reading.format {
        case .labeled: return try labeledLines()
        case .tsv: return try table([0x09])
        case .csv: return try table(Self.separators)
        case .jsonl: return try jsonLines()
        case .fasttext: return FastTextLines(file: file)
        case .sst: return TreeLines(file: file)
        case .auto: return try detected()
        }
    }

    private func detected() throws -> any SentenceParser {
        if lines.first?.trimmingASCIISpaces.first == UInt8(ascii: "{") { return try jsonLines() }
        if reading.namesColumns { return try table([0x09] + Self.separators) }
        if 2 * lines.count(where: { Self.holdsLabelWord($0) }) > lines.count { return try fastText() }
        if lines.first?.first == UInt8(ascii: "["), FileKind(lines[0]).description == "JSON" {
            throw DataError(file: file, "this is a list of JSON, but an object on each line (JSON lines) was expected")
        }
        if lines.allSatisfy({ $0.withUnsafeBytes { TreeLines.tree($0) } != nil }) {
            throw DataError(
                file: file,
                "these are trees of the Stanford Sentiment Treebank, which are read as whole sentences of 5 classes if the format 'sst' is named",
                remedy: .format
            )
        }
        for separator in [0x09] + Self.separators {
            if let columns = try headedColumns(separator) {
                return DelimitedLines(file: file, separator: separator, columns: columns)
            }
        }
        return try headless()
    }

    // MARK: Lines without names

    private var holdTabs: Bool { 2 * lines.count(where: { $0.contains(0x09) }) >= lines.count }

    private func labeledLines() throws -> LabeledLines {
        let labels = labels(splitsAtTabs: holdTabs)
        guard reading.acceptsLabels || holdTabs || labels.distinctCount == 0 || !labels.areCut else {
            throw refusal(labels, read: "lines of label and text")
        }
        return LabeledLines(file: file, splitsAtTabs: holdTabs)
    }

    private func headless() throws -> any SentenceParser {
        let words = labels(splitsAtTabs: false)
        if reading.acceptsLabels { return LabeledLines(file: file, splitsAtTabs: holdTabs) }
        if holdTabs {
            if let parser = try columns(0x09) { return parser }
        } else if words.isPlausible, !words.areCut, !Self.separators.contains(where: separates) {
            return LabeledLines(file: file, splitsAtTabs: false)
        } else {
            for separator in Self.separators {
                if let parser = try columns(separator) { return parser }
            }
        }
        // Where all begin with white space, the parser says so.
        if words.isPlausible && !words.areCut || words.distinctCount == 0 {
            return LabeledLines(file: file, splitsAtTabs: false)
        }
        throw refusal(words, read: "lines of label and text")
    }

    func labels(splitsAtTabs: Bool) -> LabelPlausibility {
        LabelPlausibility(
            lines.lazy.map { line in
                line.withUnsafeBytes { bytes in
                    String(decoding: bytes[..<LabeledLines.labelEnd(bytes, splitsAtTabs: splitsAtTabs)], as: UTF8.self)
                }
            }.filter { !$0.isEmpty }, known: known)
    }

    /// Whether a sign separates labels from texts, although the first words could be labels as well: all texts begin with it; or what
    /// follows the last one of each line has few values, all of them single words, and the first word has more or a single one.
    private func separates(_ sign: UInt8) -> Bool {
        guard lines.allSatisfy({ $0.contains(sign) }) else { return false }
        let areTextsAfterIt = lines.allSatisfy { line in
            line.drop { !$0.isASCIISpace }.first { !$0.isASCIISpace } == sign
        }
        if areTextsAfterIt { return true }
        // The first line may be a header, whose words are neither.
        let body = lines.dropFirst()
        guard body.count >= 10 else { return false }
        // A comma or semicolon before a space may be one of the text.
        let last = LabelPlausibility(
            body.lazy.map { line in
                let rest = String(decoding: line[(line.lastIndex(of: sign)! + 1)...], as: UTF8.self)
                return sign == UInt8(ascii: "|") ? rest.trimmed : rest
            }, known: known)
        let first = LabelPlausibility(body.lazy.map { String(decoding: $0.prefix { !$0.isASCIISpace }, as: UTF8.self) })
            .distinctCount
        return last.isPlausible && last.areWords && (last.distinctCount < first || first == 1)
    }

    /// Lines that hold no labels as far as they have been seen.
    struct NoLabels: Error {
        let error: DataError
    }

    func refusal(_ labels: LabelPlausibility, read: String) -> NoLabels {
        NoLabels(error: Self.refusal(labels, file: file, read: read))
    }

    /// The error about labels that do not look like any; `read` says as what the lines were read.
    static func refusal(_ labels: LabelPlausibility, file: String, read: String?) -> DataError {
        DataError(
            file: file,
            "these do not look like labelled sentences: read as \(read ?? "sentences"), \(labels.summary). Expected were a label, "
                + "a tab or space, and the text; CSV or TSV; JSON lines; or words with \(FastTextLines.prefix). "
                + "Name the format or the columns, or insist that these are labels", remedy: .any)
    }

    // MARK: Other formats

    private func jsonLines() throws -> JSONLines {
        guard let line = lines.first, let number = numbers.first else {
            throw DataError(file: file, "the file is empty")
        }
        let keys = try line.withUnsafeBytes { try JSONLines.members(of: $0, file: file, number: number) }.map(\.key)
        func key(_ given: String?, _ usual: [String], _ what: String) throws -> String {
            if let given { return given }
            if let index = usual.lazy.compactMap({ index(of: $0, in: keys) }).first { return keys[index] }
            throw DataError(
                file: file, line: number, "it cannot be told which key holds the \(what); \(Self.list("keys", keys))",
                remedy: .columns)
        }
        return JSONLines(
            file: file, labelKey: try key(reading.labelColumn, Self.labelNames, "label"),
            textKey: try key(reading.textColumn, Self.textNames, "text"))
    }

    private static func holdsLabelWord(_ line: [UInt8]) -> Bool {
        line.split(whereSeparator: \.isASCIISpace).contains { $0.starts(with: FastTextLines.prefix.utf8) }
    }

    private func fastText() throws -> FastTextLines {
        var parser = FastTextLines(file: file)
        let sentences = zip(lines, numbers).compactMap { line, number in
            try? line.withUnsafeBytes { try parser.sentence($0, number: number) }
        }
        let labels = LabelPlausibility(sentences.map(\.label), known: known)
        guard reading.acceptsLabels || !labels.areCut else {
            throw refusal(labels, read: parser.name)
        }
        return FastTextLines(file: file)
    }
}
