/// A file of labelled sentences, in one of the formats of `SentenceFormat`.
public struct SentenceFile: Sendable {
    /// The path as the user gave it.
    public let path: String
    /// The examples in file order.
    public let sentences: [LabelledSentence]
    /// What a user should know of how the file was read: the format, if it was not the plain one, and what was skipped.
    public let notes: [String]

    /// Examples with a label and no text. They are kept, because the customary totals of public sets count them.
    public var emptyCount: Int { sentences.count { $0.text.isEmpty } }

    /// Sentences that come from elsewhere; `path` is what messages call them.
    public init(path: String, sentences: [LabelledSentence]) {
        self.path = path
        self.sentences = sentences
        notes = []
    }

    /// Reads a file, plain, gzip or in a ZIP archive (see `DataPath`). Blank lines are skipped.
    ///
    /// `known` are the labels that the file should have, if they are known: otherwise labels that do not look like any are refused,
    /// such as a different one on nearly each line, unless the reading accepts them. Throws `DataError` for what
    /// `TextFile.forEachLine` refuses, a line that has not the form of the others, and a file that is of no known format, with what
    /// was seen; and if the sentences take more than `memory` allows.
    public init(
        path: String, reading: SentenceReading = SentenceReading(), known: LabelSet? = nil, maximumBytes: Int = 1 << 32,
        memory: MemoryLimit = .none
    ) throws {
        var loader = SentenceLoader(path: path, reading: reading, known: known, memory: memory)
        try TextFile(path, maximumBytes: maximumBytes).forEachLine { try loader.take($0, number: $1) }
        try loader.finish()
        self.path = path
        sentences = loader.sentences
        notes = loader.notes
    }
}

/// Collects the sentences of a file line by line. The first lines wait until they are enough to tell the format.
private struct SentenceLoader {
    private let path: String
    private let reading: SentenceReading
    private let known: LabelSet?
    private var use: MemoryUse
    private var sample: [[UInt8]] = []
    private var sampleNumbers: [Int] = []
    private var sampleBytes = 0
    private var nextDecision = FormatDetection.sampleCount
    private var parser: (any SentenceParser)?
    private var blankCount = 0
    /// What a first line announced.
    private var separator: UInt8?
    private var header: LabelledSentence?
    private(set) var sentences: [LabelledSentence] = []

    init(path: String, reading: SentenceReading, known: LabelSet?, memory: MemoryLimit) {
        self.path = path
        self.reading = reading
        self.known = known
        use = MemoryUse(memory, file: path)
    }

    mutating func take(_ line: UnsafeRawBufferPointer, number: Int) throws {
        if parser != nil { return try parse(line, number: number) }
        // A blank line may lie within quotes, which is not known yet; but no sentence begins with one.
        if line.allSatisfy(\.isASCIISpace), sample.isEmpty {
            blankCount += 1
            return
        }
        if sample.isEmpty, separator == nil, SentenceReading.tables.contains(reading.format) {
            separator = DelimitedRecord.separator(announcedBy: line)
            if separator != nil { return }
        }
        sample.append(Array(line))
        sampleNumbers.append(number)
        sampleBytes += line.count
        try use.take(line.count + MemoryUse.overhead)
        if sample.count == nextDecision || sampleBytes >= FormatDetection.sampleBytes {
            nextDecision *= 2
            try decide(isFinal: sampleBytes >= FormatDetection.sampleBytes)
        }
    }

    mutating func finish() throws {
        if parser == nil { try decide(isFinal: true) }
        try parser?.finish()
        guard !reading.acceptsLabels, let first = sentences.first else { return }
        let labels = LabelPlausibility(sentences.lazy.map(\.label))
        if parser?.mayHoldHeader == true, known?.number(of: first.label) == nil, Self.isHeader(first, labels) {
            header = sentences.removeFirst()
        }
        if known == nil, !labels.isPlausible {
            throw FormatDetection.refusal(labels, file: path, read: parser?.name)
        }
    }

    /// Whether what was read as the first sentence is the names of columns: the usual ones, or what looks like names of them.
    private static func isHeader(_ first: LabelledSentence, _ labels: LabelPlausibility) -> Bool {
        let fields = [first.label, first.text]
        let areUsual =
            FormatDetection.labelNames.contains(first.label.lowercased())
            && FormatDetection.textNames.contains(first.text.lowercased())
        return !first.text.isEmpty && LabelPlausibility.areNames(fields)
            && (areUsual ? labels.isSingle(first.label) : labels.isName(first.label))
    }

    /// Finds the parser and gives it what waits; what has many classes shows that only after many lines.
    private mutating func decide(isFinal: Bool) throws {
        let told = sample.indices.filter { !sample[$0].allSatisfy(\.isASCIISpace) }
        guard !told.isEmpty else { return }
        do {
            parser = try FormatDetection(
                file: path, reading: reading, known: known, separator: separator, lines: told.map { sample[$0] },
                numbers: told.map { sampleNumbers[$0] }
            ).parser()
        } catch let refusal as FormatDetection.NoLabels {
            guard isFinal else { return }
            throw refusal.error
        }
        use = MemoryUse(use.limit, file: path)
        for (line, number) in zip(sample, sampleNumbers) {
            try line.withUnsafeBytes { try parse($0, number: number) }
        }
        sample = []
    }

    private mutating func parse(_ line: UnsafeRawBufferPointer, number: Int) throws {
        if line.allSatisfy(\.isASCIISpace), parser?.isWithinRecord != true {
            blankCount += 1
            return
        }
        try use.take(line.count + MemoryLayout<LabelledSentence>.stride + MemoryUse.overhead)
        if let sentence = try parser?.sentence(line, number: number) { sentences.append(sentence) }
    }

    var notes: [String] {
        var notes: [String] = []
        if let parser, !(parser is LabeledLines) { notes.append("\(path): read as \(parser.name)") }
        if let header {
            notes.append(
                "\(path): line \(header.line) was skipped as a header (label '\(header.label)', text '\(header.text)')")
        }
        if blankCount > 0 {
            notes.append("\(path): \(blankCount == 1 ? "1 blank line was" : "\(blankCount) blank lines were") skipped")
        }
        if let count = parser?.severalLabels, count > 0 {
            notes.append(
                "\(path): \(count == 1 ? "1 sentence has" : "\(count) sentences have") several labels; the first counts"
            )
        }
        return notes
    }
}
