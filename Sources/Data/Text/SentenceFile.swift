/// A file of labelled sentences: one example a line, a label, then a space or tab, then the text.
public struct SentenceFile: Sendable {
    /// The path as the user gave it.
    public let path: String
    /// The examples in file order.
    public let sentences: [LabelledSentence]

    /// Examples with a label and no text. They are kept, because the customary totals of public sets count them.
    public var emptyCount: Int { sentences.count { $0.text.isEmpty } }

    /// Sentences that come from elsewhere; `path` is what messages call them.
    public init(path: String, sentences: [LabelledSentence]) {
        self.path = path
        self.sentences = sentences
    }

    /// Reads a plain or gzip file. Throws `DataError` for what `TextFile.forEachLine` refuses and for a line without a
    /// label; and if the sentences take more than `memory` allows.
    public init(path: String, maximumBytes: Int = 1 << 32, memory: MemoryLimit = .none) throws {
        var sentences: [LabelledSentence] = []
        var use = MemoryUse(memory, file: path)
        try TextFile(path, maximumBytes: maximumBytes).forEachLine { line, number in
            guard let end = line.firstIndex(where: \.isASCIISpace) ?? (line.isEmpty ? nil : line.count), end > 0 else {
                let fault = line.allSatisfy(\.isASCIISpace) ? "is blank" : "begins with white space"
                throw DataError(
                    file: path, line: number,
                    "the line \(fault), but a label, a space or tab, and the text were expected")
            }
            try use.take(line.count + MemoryLayout<LabelledSentence>.stride + MemoryUse.overhead)
            sentences.append(
                LabelledSentence(
                    label: String(decoding: line[..<end], as: UTF8.self),
                    text: String(decoding: line[end...].trimmingASCIISpaces, as: UTF8.self), line: number))
        }
        self.path = path
        self.sentences = sentences
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed or carriage return.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var trimmingASCIISpaces: Self {
        guard let first = firstIndex(where: { !$0.isASCIISpace }), let last = lastIndex(where: { !$0.isASCIISpace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
