/// Reads a label, a space or tab, and the text.
struct LabeledLines: SentenceParser {
    let file: String
    /// Whether the label ends at the first tab of a line that has one.
    let splitsAtTabs: Bool
    /// Whether a line without a tab is refused.
    var requiresTabs = false

    let mayHoldHeader = true

    var name: String { splitsAtTabs ? "lines of label, tab and text" : "lines of label, space and text" }

    func sentence(_ line: UnsafeRawBufferPointer, number: Int) throws -> LabelledSentence? {
        let end = Self.labelEnd(line, splitsAtTabs: splitsAtTabs)
        guard end > 0 else {
            throw DataError(
                file: file, line: number,
                "the line begins with white space, but a label, a space or tab, and the text were expected")
        }
        guard !requiresTabs || line.contains(0x09) else {
            throw DataError(
                file: file, line: number, "the line has no tab, but a label, a tab and the text were expected",
                remedy: .format)
        }
        return LabelledSentence(
            label: String(decoding: line[..<end].trimmingASCIISpaces, as: UTF8.self),
            text: String(decoding: line[end...].trimmingASCIISpaces, as: UTF8.self), line: number)
    }

    /// Where the label ends.
    static func labelEnd(_ line: UnsafeRawBufferPointer, splitsAtTabs: Bool) -> Int {
        if splitsAtTabs, let tab = line.firstIndex(of: 0x09) {
            return line[..<tab].trimmingASCIISpaces.isEmpty ? 0 : tab
        }
        return line.firstIndex(where: \.isASCIISpace) ?? line.count
    }
}

/// Reads fastText's lines: words that begin with `__label__` are labels.
struct FastTextLines: SentenceParser {
    static let prefix = "__label__"

    let file: String
    private(set) var severalLabels = 0

    let name = "lines with __label__"

    init(file: String) { self.file = file }

    mutating func sentence(_ line: UnsafeRawBufferPointer, number: Int) throws -> LabelledSentence? {
        var labels: [Slice<UnsafeRawBufferPointer>] = []
        var words: [Slice<UnsafeRawBufferPointer>] = []
        for word in line.split(whereSeparator: \.isASCIISpace) {
            if word.starts(with: Self.prefix.utf8), word.count > Self.prefix.utf8.count {
                labels.append(word.dropFirst(Self.prefix.utf8.count))
            } else {
                words.append(word)
            }
        }
        guard let label = labels.first else {
            throw DataError(file: file, line: number, "the line has no word that begins with \(Self.prefix)")
        }
        if labels.count > 1 { severalLabels += 1 }
        return LabelledSentence(
            label: String(decoding: label, as: UTF8.self),
            text: words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "), line: number)
    }
}

/// Reads trees of the Stanford Sentiment Treebank, `(3 (2 good) (2 film))`: the grade at the root is the label, and the leaves,
/// with brackets and slashes as they were before the Penn Treebank's rules, are the words.
struct TreeLines: SentenceParser {
    let file: String

    let name = "trees of the Stanford Sentiment Treebank"

    func sentence(_ line: UnsafeRawBufferPointer, number: Int) throws -> LabelledSentence? {
        guard let (label, words) = Self.tree(line) else {
            throw DataError(
                file: file, line: number,
                "the line is no tree: grades and words in balanced brackets were expected, as in (3 (2 good) (2 film))")
        }
        return LabelledSentence(label: label, text: words.joined(separator: " "), line: number)
    }

    /// The grade and the words of a tree; nil if the line is none.
    static func tree(_ line: UnsafeRawBufferPointer) -> (label: String, words: [String])? {
        var depth = 0
        var label: String?
        var words: [String] = []
        var position = 0
        /// Whether a grade must come next, as behind an opening bracket.
        var expectsGrade = false
        while position < line.count {
            let byte = line[position]
            if byte.isASCIISpace {
                position += 1
                continue
            }
            if label != nil, depth == 0 { return nil }
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") {
                if expectsGrade { return nil }
                expectsGrade = byte == UInt8(ascii: "(")
                depth += expectsGrade ? 1 : -1
                if depth < 0 { return nil }
                position += 1
                continue
            }
            let end = line[position...].firstIndex {
                $0.isASCIISpace || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")")
            }
            let word = String(decoding: line[position..<(end ?? line.count)], as: UTF8.self)
            position = end ?? line.count
            if expectsGrade {
                guard word.utf8.count == 1, ("0"..."4").contains(word) else { return nil }
                if label == nil { label = word }
                expectsGrade = false
            } else {
                guard depth > 0 else { return nil }
                words.append(original[word] ?? word.replacingEscapes)
            }
        }
        guard let label, depth == 0, !words.isEmpty else { return nil }
        return (label, words)
    }

    private static let original = ["-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"]
}

extension String {
    /// With slashes and asterisks that have no backslash before them.
    fileprivate var replacingEscapes: String {
        guard utf8.contains(UInt8(ascii: "\\")) else { return self }
        var result: [UInt8] = []
        for byte in utf8 {
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "*"), result.last == UInt8(ascii: "\\") {
                result.removeLast()
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed or carriage return.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}

extension BidirectionalCollection where Element == UInt8 {
    /// Without white space at its ends.
    var trimmingASCIISpaces: SubSequence {
        guard let first = firstIndex(where: { !$0.isASCIISpace }), let last = lastIndex(where: { !$0.isASCIISpace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
