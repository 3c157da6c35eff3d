import SwiftletTensor

/// Reads columns separated by tabs, commas, semicolons or vertical bars.
struct DelimitedLines: SentenceParser {
    /// Which column holds what.
    struct Columns: Equatable {
        var label: Int
        /// The columns whose texts, joined by spaces, are the text.
        var text: [Int]
        /// Columns of each record; nil where texts hold the separator, and only the first or the last column is the label.
        var count: Int?
        /// What the header calls them; nil without one.
        var names: [String]?
    }

    let file: String
    let separator: UInt8
    let columns: Columns
    private var skipsHeader: Bool
    /// The lines of a record whose quote is open.
    private var open: [UInt8] = []
    private var openLine: Int?
    /// Longest record of several lines, in bytes: a quote that nobody closed shall not swallow a file.
    private static let maximumOpenBytes = 1 << 20

    init(file: String, separator: UInt8, columns: Columns) {
        self.file = file
        self.separator = separator
        self.columns = columns
        skipsHeader = columns.names != nil
    }

    var name: String {
        let kind = separator == 0x09 ? "TSV" : "CSV"
        guard columns.count != nil else {
            return
                "\(kind) with the label in the \(columns.label == 0 ? "first" : "last") column and the text in the others"
        }
        let text = columns.text.map { cited($0) }.joined(separator: " and ")
        return "\(kind) with the label in \(cited(columns.label)) and the text in \(text)"
    }

    private func cited(_ column: Int) -> String {
        guard let name = columns.names?[column], !name.isEmpty else { return "column \(column + 1)" }
        return "the column '\(name)'"
    }

    var isWithinRecord: Bool { openLine != nil }

    var mayHoldHeader: Bool { columns.names == nil }

    mutating func sentence(_ line: UnsafeRawBufferPointer, number: Int) throws -> LabelledSentence? {
        guard let fields = try record(line, number: number) else { return nil }
        let first = openLine ?? number
        openLine = nil
        if skipsHeader {
            skipsHeader = false
            return nil
        }
        let (label, text) = try labelAndText(fields, line: first)
        guard !label.isEmpty else { throw DataError(file: file, line: first, "the label is empty") }
        return LabelledSentence(label: label, text: text, line: first)
    }

    private func labelAndText(_ fields: [String], line: Int) throws -> (label: String, text: String) {
        guard let count = columns.count else {
            guard fields.count > 1 else {
                throw DataError(
                    file: file, line: line,
                    "the record has no '\(Unicode.Scalar(separator))' that separates a label from a text")
            }
            let texts = columns.label == 0 ? fields.dropFirst() : fields.dropLast()
            let label = columns.label == 0 ? fields[0] : fields[fields.count - 1]
            return (label.trimmed, texts.joined(separator: String(Unicode.Scalar(separator))).trimmed)
        }
        guard fields.count == count else {
            let found = fields.count == 1 ? "1 field" : "\(fields.count) fields"
            let expected = "the \(columns.names == nil ? "first records have" : "header has") \(count)"
            throw DataError(
                file: file, line: line,
                "the record has \(found), but \(expected); a text that holds the separator must be in quotes")
        }
        let texts = columns.text.map { fields[$0].trimmed }.filter { !$0.isEmpty }
        return (fields[columns.label].trimmed, texts.joined(separator: " "))
    }

    func finish() throws {
        guard let openLine else { return }
        throw DataError(file: file, line: openLine, "the quotes that are opened here are never closed")
    }

    /// The fields of the record that ends with a line; nil if it continues.
    private mutating func record(_ line: UnsafeRawBufferPointer, number: Int) throws -> [String]? {
        guard openLine != nil else {
            if let fields = DelimitedRecord.fields(line, separator: separator) { return fields }
            let plain = DelimitedRecord.plainFields(line, separator: separator)
            // Many files of tab-separated values know no quotes.
            if separator == 0x09, plain.count == columns.count { return plain }
            open = Array(line)
            openLine = number
            return nil
        }
        open.append(0x0a)
        open += line
        guard open.count <= Self.maximumOpenBytes else { try finish(); return nil }
        // Only a quote can close it.
        guard line.contains(UInt8(ascii: "\"")) else { return nil }
        return DelimitedRecord.fields(open, separator: separator)
    }
}
