import SwiftletTensor

/// Finds the parser for a file by its first lines.
struct FormatDetection {
    /// Lines that are looked at first; twice as many each time as long as they hold no labels.
    static let sampleCount = 2000
    /// Most bytes that are looked at.
    static let sampleBytes = 1 << 28

    private static let textNames = [
        "text", "sentence", "review", "content", "comment", "tweet", "body", "utterance", "question", "headline",
        "message",
        "phrase", "document", "description", "reviewtext", "review_text", "review_body", "comment_text", "title",
        "query",
        "input", "sms", "post", "sentence1",
    ]
    private static let labelNames = [
        "label", "labels", "class", "category", "sentiment", "target", "polarity", "rating", "stars", "score", "intent",
        "tag", "topic", "emotion", "gold_label", "gold", "y", "label_text", "type", "output",
    ]

    /// Signs that most labels have where a table or JSON was cut at spaces.
    private static let foreignSigns = ",\"{}"

    let file: String
    let reading: SentenceReading
    let known: LabelSet?
    /// The first lines that are not blank.
    let lines: [[UInt8]]
    let numbers: [Int]

    /// The parser. Throws `NoLabels`, which says what was seen, if no format fits, and `DataError` if it is clear what is missing.
    func parser() throws -> any SentenceParser {
        if reading.namesColumns, [.labeled, .fasttext, .sst].contains(reading.format) {
            throw DataError(file: file, "the format '\(reading.format.rawValue)' has no columns that could be named")
        }
        switch reading.format {
        case .labeled: return try labeledLines()
        case .tsv: return try table([0x09])
        case .csv: return try table([UInt8(ascii: ","), UInt8(ascii: ";")])
        case .jsonl: return try jsonLines()
        case .fasttext: return FastTextLines(file: file)
        case .sst: return TreeLines(file: file)
        case .auto: return try detected()
        }
    }

    private func detected() throws -> any SentenceParser {
        if lines.first?.trimmingASCIISpaces.first == UInt8(ascii: "{") { return try jsonLines() }
        if reading.namesColumns { return try table([0x09, UInt8(ascii: ","), UInt8(ascii: ";")]) }
        if 2 * lines.count(where: { Self.holdsLabelWord($0) }) > lines.count { return try fastText() }
        if lines.first?.first == UInt8(ascii: "["), FileKind(lines[0]).description == "JSON" {
            throw DataError(file: file, "this is a list of JSON, but an object on each line (JSON lines) was expected")
        }
        if lines.allSatisfy({ $0.withUnsafeBytes { TreeLines.tree($0) } != nil }) {
            throw DataError(
                file: file,
                "these are trees of the Stanford Sentiment Treebank, which are read as whole sentences of 5 classes if the format 'sst' is named"
            )
        }
        for separator in [0x09, UInt8(ascii: ","), UInt8(ascii: ";")] as [UInt8] {
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
        guard reading.acceptsLabels || holdTabs || labels.distinctCount == 0 || !labels.holds(Self.foreignSigns) else {
            throw refusal(labels, read: "lines of label and text")
        }
        return LabeledLines(file: file, splitsAtTabs: holdTabs)
    }

    private func headless() throws -> any SentenceParser {
        let words = labels(splitsAtTabs: false)
        if reading.acceptsLabels { return LabeledLines(file: file, splitsAtTabs: holdTabs) }
        if holdTabs {
            if let parser = try columns(0x09) { return parser }
        } else if words.isPlausible, !words.holds(Self.foreignSigns), !endsInLabels {
            return LabeledLines(file: file, splitsAtTabs: false)
        } else {
            for separator in [UInt8(ascii: ","), UInt8(ascii: ";")] {
                if let parser = try columns(separator) { return parser }
            }
        }
        // Where all begin with white space, the parser says so.
        if words.isPlausible && !words.holds(Self.foreignSigns) || words.distinctCount == 0 {
            return LabeledLines(file: file, splitsAtTabs: false)
        }
        throw refusal(words, read: "lines of label and text")
    }

    private func labels(splitsAtTabs: Bool) -> LabelPlausibility {
        LabelPlausibility(
            lines.lazy.map { line in
                line.withUnsafeBytes { bytes in
                    String(decoding: bytes[..<LabeledLines.labelEnd(bytes, splitsAtTabs: splitsAtTabs)], as: UTF8.self)
                }
            }.filter { !$0.isEmpty }, known: known)
    }

    /// Whether what follows the last comma of each line has few values, all of them single words, and the first word has more or a
    /// single one: then the lines are texts with labels behind them.
    private var endsInLabels: Bool {
        guard lines.count >= 10, lines.allSatisfy({ $0.contains(UInt8(ascii: ",")) }) else { return false }
        let last = LabelPlausibility(
            lines.lazy.map { String(decoding: $0[($0.lastIndex(of: UInt8(ascii: ","))! + 1)...], as: UTF8.self) },
            known: known)
        let first = labels(splitsAtTabs: false).distinctCount
        return last.isPlausible && last.areWords && (last.distinctCount < first || first == 1)
    }

    /// Columns without names, with the label in the first or the last; nil if neither holds labels, or a record is cut off.
    private func columns(_ separator: UInt8) throws -> (any SentenceParser)? {
        let records = records(separator)
        guard let width = records.map(\.count).min(), width > 1 || separator == 0x09 else { return nil }
        guard width > 1, records.allSatisfy({ $0.count == width }) else { return ragged(records, separator) }
        let columns = (0..<width).map { index in LabelPlausibility(records.lazy.map { $0[index].trimmed }, known: known)
        }
        let candidates = columns.indices.filter { columns[$0].isPlausible && !columns[$0].holds("\"{}") }
        let words = candidates.filter { columns[$0].areWords }
        if width > 2, words.count > 1, known == nil {
            throw DataError(
                file: file,
                "the records have \(width) columns without names, and it cannot be told which holds the label "
                    + "(\(words.map { "\($0 + 1)" }.joined(separator: " or "))?); name the columns by their numbers")
        }
        // A label of several words is one only if no other column could be the label.
        guard let label = words.first ?? candidates.first else { return nil }
        if isHeader(records, label: label) {
            throw DataError(
                file: file, line: numbers.first,
                "it cannot be told which columns hold the label and the text; \(Self.list("columns", records[0].map(\.trimmed)))"
            )
        }
        if label == 0, separator == 0x09 { return LabeledLines(file: file, splitsAtTabs: true) }
        var text = columns.indices.filter { $0 != label }
        // Numbers beside a text are those of its line.
        let texts = text.filter { index in !records.allSatisfy { Double($0[index].trimmed) != nil } }
        if !texts.isEmpty { text = texts }
        return DelimitedLines(
            file: file, separator: separator,
            columns: DelimitedLines.Columns(label: label, text: text, count: width, names: nil))
    }

    /// Whether the first record seems to hold names that are not the usual ones: it has a word where all others have numbers, or a
    /// label of its own where all others occur often.
    private func isHeader(_ records: [[String]], label: Int) -> Bool {
        let (first, rest) = (records[0], records.dropFirst())
        guard rest.count > 1 else { return false }
        let standsOverNumbers = first.indices.contains { index in
            Double(first[index].trimmed) == nil && rest.allSatisfy { Double($0[index].trimmed) != nil }
        }
        let counts = records.reduce(into: [:]) { $0[ByteString($1[label]), default: 0] += 1 }
        return standsOverNumbers
            || counts[ByteString(first[label])] == 1 && counts.values.count { $0 < 3 } == 1 && counts.count > 2
    }

    /// Records of different lengths, whose texts hold the separator without quotes: the label is first or last.
    private func ragged(_ records: [[String]], _ separator: UInt8) -> (any SentenceParser)? {
        func isLabel(_ labels: LabelPlausibility) -> Bool { labels.isPlausible && !labels.holds("\"{}") }
        if separator == 0x09 {
            if isLabel(labels(splitsAtTabs: true)) { return LabeledLines(file: file, splitsAtTabs: true) }
        } else if isLabel(LabelPlausibility(records.lazy.map { $0[0].trimmed }, known: known)) {
            return DelimitedLines(
                file: file, separator: separator,
                columns: DelimitedLines.Columns(label: 0, text: [], count: nil, names: nil))
        }
        guard isLabel(LabelPlausibility(records.lazy.map { $0[$0.count - 1].trimmed }, known: known)) else {
            return nil
        }
        return DelimitedLines(
            file: file, separator: separator,
            columns: DelimitedLines.Columns(label: 1, text: [], count: nil, names: nil))
    }

    /// Lines that hold no labels as far as they have been seen.
    struct NoLabels: Error {
        let error: DataError
    }

    private func refusal(_ labels: LabelPlausibility, read: String) -> NoLabels {
        NoLabels(error: Self.refusal(labels, file: file, read: read))
    }

    /// The error about labels that do not look like any; `read` says as what the lines were read.
    static func refusal(_ labels: LabelPlausibility, file: String, read: String?) -> DataError {
        DataError(
            file: file,
            "these do not look like labelled sentences: read as \(read ?? "sentences"), \(labels.summary). Expected were a label, "
                + "a tab or space, and the text; CSV or TSV; JSON lines; or words with \(FastTextLines.prefix). "
                + "Name the format or the columns, or insist that these are labels")
    }

    // MARK: Tables

    /// The records of the sample. One that is cut off at the end of the sample is not among them.
    private func records(_ separator: UInt8) -> [[String]] {
        var records: [[String]] = []
        var open: [UInt8] = []
        for line in lines {
            open += open.isEmpty ? line : [0x0a] + line
            if let fields = DelimitedRecord.fields(open, separator: separator) {
                records.append(fields)
                open = []
            } else if separator == 0x09 {
                records.append(DelimitedRecord.plainFields(open, separator: separator))
                open = []
            }
        }
        return records
    }

    /// A table of one of the separators, whose columns are named in the reading, in its first record, or clear from what they hold.
    private func table(_ separators: [UInt8]) throws -> any SentenceParser {
        // The separator of the first record.
        let separator = separators.max { first, second in
            (records(first).first?.count ?? 0) < (records(second).first?.count ?? 0)
        }!
        if !reading.namesColumns, !lines.contains(where: { $0.contains(separator) }) {
            let name = separator == 0x09 ? "tab" : separator == UInt8(ascii: ";") ? "semicolon" : "comma"
            throw DataError(file: file, "there is no \(name) that separates columns in any line")
        }
        if let columns = try headedColumns(separator) {
            return DelimitedLines(file: file, separator: separator, columns: columns)
        }
        if reading.acceptsLabels { return LabeledLines(file: file, splitsAtTabs: true) }
        if let parser = try columns(separator) { return parser }
        let first = records(separator).map { $0[0].trimmed }
        throw refusal(
            LabelPlausibility(first, known: known), read: "records with the label in the first column")
    }

    /// The columns by the names in the first record; nil if it is none of names.
    private func headedColumns(_ separator: UInt8) throws -> DelimitedLines.Columns? {
        let records = records(separator)
        guard let header = records.first?.map(\.trimmed), header.count > 1 || reading.namesColumns else { return nil }
        func named(_ name: String?) throws -> Int? {
            guard let name else { return nil }
            if let index = index(of: name, in: header) { return index }
            guard let number = Int(name), header.indices.contains(number - 1) else {
                throw DataError(
                    file: file, line: numbers.first, "there is no column '\(name)'; \(Self.list("columns", header))")
            }
            return number - 1
        }
        let (givenText, givenLabel) = (try named(reading.textColumn), try named(reading.labelColumn))
        let text = givenText ?? Self.textNames.lazy.compactMap { index(of: $0, in: header) }.first { $0 != givenLabel }
        let label = givenLabel ?? Self.labelNames.lazy.compactMap { index(of: $0, in: header) }.first { $0 != text }
        let isHeader =
            index(of: reading.textColumn, in: header) != nil || index(of: reading.labelColumn, in: header) != nil
            || !reading.namesColumns && (text != nil && label != nil || isNames(text ?? label, records))
            || reading.namesColumns && (givenText == nil && text != nil || givenLabel == nil && label != nil)
        if let text, let label {
            // Columns that are given by their numbers may have names all the same.
            let isHeader =
                isHeader
                || index(of: header[text], in: Self.textNames) != nil
                    && index(of: header[label], in: Self.labelNames) != nil
            return DelimitedLines.Columns(
                label: label, text: [text], count: header.count, names: isHeader ? header : nil)
        }
        guard isHeader || reading.namesColumns else { return nil }
        // Of two columns, the other one.
        if header.count == 2, let known = text ?? label {
            return DelimitedLines.Columns(
                label: label ?? 1 - known, text: [text ?? 1 - known], count: 2, names: isHeader ? header : nil)
        }
        throw DataError(
            file: file, line: numbers.first,
            "it cannot be told which column holds the \(text == nil ? "text" : "label"); \(Self.list("columns", header))"
        )
    }

    /// Whether the value that the first record has in a column occurs nowhere else in it.
    private func isNames(_ column: Int?, _ records: [[String]]) -> Bool {
        guard let column, let name = records.first?[column], records.count > 1 else { return false }
        return records.dropFirst().allSatisfy {
            $0.count == records[0].count && $0[column].lowercased() != name.lowercased()
        }
    }

    private func index(of name: String?, in names: [String]) -> Int? {
        guard let name else { return nil }
        return names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
            ?? names.firstIndex { $0.lowercased().utf8.elementsEqual(name.lowercased().utf8) }
    }

    private static func list(_ noun: String, _ names: [String]) -> String {
        let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return "the \(noun) are \(shown)\(names.count > 20 ? ", ..." : "")"
    }

    // MARK: Others

    private func jsonLines() throws -> JSONLines {
        guard let line = lines.first, let number = numbers.first else {
            throw DataError(file: file, "the file is empty")
        }
        let keys = try line.withUnsafeBytes { try JSONLines.members(of: $0, file: file, number: number) }.map(\.key)
        func key(_ given: String?, _ usual: [String], _ what: String) throws -> String {
            if let given { return given }
            if let index = usual.lazy.compactMap({ index(of: $0, in: keys) }).first { return keys[index] }
            throw DataError(
                file: file, line: number, "it cannot be told which key holds the \(what); \(Self.list("keys", keys))")
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
        guard reading.acceptsLabels || !labels.holds(Self.foreignSigns) else {
            throw refusal(labels, read: parser.name)
        }
        return FastTextLines(file: file)
    }
}
