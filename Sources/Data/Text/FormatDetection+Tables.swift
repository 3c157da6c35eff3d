import SwiftletTensor

extension FormatDetection {
    // MARK: Columns with names

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
    func table(_ separators: [UInt8]) throws -> any SentenceParser {
        // The separator of the first record.
        let separator = separators.max { first, second in
            (records(first).first?.count ?? 0) < (records(second).first?.count ?? 0)
        }!
        if !reading.namesColumns, !lines.contains(where: { $0.contains(separator) }) {
            throw DataError(
                file: file, "there is no \(separator == 0x09 ? "tab" : "comma") that separates columns in any line",
                remedy: .format)
        }
        if let columns = try headedColumns(separator) {
            return DelimitedLines(file: file, separator: separator, columns: columns)
        }
        if reading.acceptsLabels { return tabbedLines }
        if let parser = try columns(separator) { return parser }
        let first = records(separator).map { $0[0].trimmed }
        throw refusal(
            LabelPlausibility(first, known: known), read: "records with the label in the first column")
    }

    /// The columns by the names in the first record; nil if it is none of names.
    func headedColumns(_ separator: UInt8) throws -> DelimitedLines.Columns? {
        let records = records(separator)
        guard let header = records.first?.map(\.trimmed), header.count > 1 || reading.namesColumns else { return nil }
        func named(_ name: String?) throws -> Int? {
            guard let name else { return nil }
            if let index = index(of: name, in: header) { return index }
            guard let number = Int(name), header.indices.contains(number - 1) else {
                throw DataError(
                    file: file, line: numbers.first, "there is no column '\(name)'; \(Self.list("columns", header))",
                    remedy: .columns)
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
        let filled = header.indices.filter { !header[$0].isEmpty }
        if filled.count == 2, let known = text ?? label, let other = filled.first(where: { $0 != known }) {
            return DelimitedLines.Columns(
                label: label ?? other, text: [text ?? other], count: header.count, names: isHeader ? header : nil)
        }
        throw DataError(
            file: file, line: numbers.first,
            "it cannot be told which column holds the \(text == nil ? "text" : "label"); \(Self.list("columns", header))",
            remedy: .columns)
    }

    /// Whether the value that the first record has in a column occurs nowhere else in it.
    private func isNames(_ column: Int?, _ records: [[String]]) -> Bool {
        guard let column, let name = records.first?[column], records.count > 1 else { return false }
        return records.dropFirst().allSatisfy {
            $0.count == records[0].count && $0[column].lowercased() != name.lowercased()
        }
    }

    func index(of name: String?, in names: [String]) -> Int? {
        guard let name else { return nil }
        return names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
            ?? names.firstIndex { $0.lowercased().utf8.elementsEqual(name.lowercased().utf8) }
    }

    static func list(_ noun: String, _ names: [String]) -> String {
        let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return "the \(noun) are \(shown)\(names.count > 20 ? ", ..." : "")"
    }

    // MARK: Columns without names

    /// Columns without names, with the label in the first or the last; nil if neither holds labels, or a record is cut off.
    func columns(_ separator: UInt8) throws -> (any SentenceParser)? {
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
                    + "(\(words.map { "\($0 + 1)" }.joined(separator: " or "))?); name the columns by their numbers",
                remedy: .columns)
        }
        // A label of several words is one only if no other column could be the label.
        guard let label = words.first ?? candidates.first else { return nil }
        // Columns of labels and texts need no header to be found; what a text has behind a tab belongs to it.
        if label == 0, width == 2, separator == 0x09 { return tabbedLines }
        let hasHeader = isHeader(records, label: label)
        let text = textColumns(records.dropFirst(hasHeader ? 1 : 0), besides: label)
        if hasHeader, text.count > 1, text.dropFirst().contains(where: { !records[0][$0].trimmed.isEmpty }) {
            throw DataError(
                file: file, line: numbers.first,
                "it cannot be told which columns hold the label and the text; \(Self.list("columns", records[0].map(\.trimmed)))",
                remedy: .columns)
        }
        if label == 0, separator == 0x09, !hasHeader { return tabbedLines }
        return DelimitedLines(
            file: file, separator: separator,
            columns: DelimitedLines.Columns(
                label: label, text: text, count: width, names: hasHeader ? records[0].map(\.trimmed) : nil))
    }

    /// Lines whose label ends at the first tab. Whoever asks for tabs gets no line without one.
    var tabbedLines: LabeledLines {
        LabeledLines(file: file, splitsAtTabs: true, requiresTabs: reading.format == .tsv)
    }

    /// The columns that hold text: not those without any, nor numbers beside a text, which are those of its line.
    private func textColumns(_ records: ArraySlice<[String]>, besides label: Int) -> [Int] {
        let columns = records[records.startIndex].indices.filter { $0 != label }
        let filled = columns.filter { index in records.contains { !$0[index].trimmed.isEmpty } }
        let texts = filled.filter { index in
            records.contains { !$0[index].trimmed.isEmpty && Double($0[index].trimmed) == nil }
        }
        return !texts.isEmpty ? texts : !filled.isEmpty ? filled : Array(columns.prefix(1))
    }

    /// Whether the first record seems to hold names that are not the usual ones: the label is no label, or there is a word where all
    /// others have numbers.
    private func isHeader(_ records: [[String]], label: Int) -> Bool {
        let (first, rest) = (records[0].map(\.trimmed), records.dropFirst())
        guard rest.count > 1, LabelPlausibility.areNames(first) else { return false }
        let standsOverNumbers = first.indices.contains { index in
            let values = rest.lazy.map { $0[index].trimmed }.filter { !$0.isEmpty }
            return !first[index].isEmpty && !values.isEmpty && values.allSatisfy { Double($0) != nil }
        }
        return standsOverNumbers || LabelPlausibility(records.lazy.map { $0[label].trimmed }).isName(first[label])
    }

    /// Records of different lengths, whose texts hold the separator without quotes: the label is first or last.
    private func ragged(_ records: [[String]], _ separator: UInt8) -> (any SentenceParser)? {
        func isLabel(_ labels: LabelPlausibility) -> Bool { labels.isPlausible && !labels.holds("\"{}") }
        if separator == 0x09 {
            if isLabel(labels(splitsAtTabs: true)) { return tabbedLines }
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
}
