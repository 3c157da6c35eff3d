/// Takes the lines of a file of word vectors one by one.
struct WordVectorReader {
    /// More numbers a word is a damaged or foreign file.
    private static let maximumDimension = 65_536

    let path: String
    let wanted: Set<String>?
    private(set) var dimension: Int?
    private(set) var words: [String] = []
    private(set) var values: [Float] = []
    private(set) var rows: [String: Int] = [:]
    /// Vectors seen so far, wanted or not.
    private(set) var count = 0
    private var memory: MemoryUse
    private var row: [Float] = []
    private var blanks: [Int] = []

    init(path: String, wanted: Set<String>?, memory: MemoryLimit) {
        self.memory = MemoryUse(memory, file: path)
        self.path = path
        self.wanted = wanted
    }

    mutating func read(_ whole: UnsafeRawBufferPointer, number: Int) throws {
        // word2vec ends its lines with a space.
        var line = whole
        while line.last?.isBlank == true { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        guard let first = line.first, !first.isBlank else {
            let fault = line.isEmpty ? "is blank" : "begins with white space"
            throw DataError(file: path, line: number, "the line \(fault), but a word and its numbers were expected")
        }
        if dimension == nil { try start(line, number) }
        guard let dimension, !(number == 1 && Self.headerDimension(line) != nil) else { return }
        let wordLength = try parseNumbers(line, dimension, number)
        count += 1
        let word = String(decoding: line[..<wordLength], as: UTF8.self)
        guard wanted?.contains(word) ?? true, rows[word] == nil else { return }
        // The word is in the list of words and, with its row, in a dictionary.
        try memory.take(
            dimension * MemoryLayout<Float>.size + 2 * (MemoryLayout<String>.size + MemoryUse.overhead) + wordLength)
        rows[word] = words.count
        words.append(word)
        values.append(contentsOf: row)
    }

    /// Takes the dimension from the first line: a header `count dimension`, or a word without spaces and its numbers.
    private mutating func start(_ line: UnsafeRawBufferPointer, _ number: Int) throws {
        let found = Self.headerDimension(line) ?? line.count(where: \.isBlank)
        guard found > 0 else {
            throw DataError(file: path, line: number, "a word and its numbers were expected, but there is one field")
        }
        guard found <= Self.maximumDimension else {
            throw DataError(
                file: path, line: number,
                "word vectors of \(found) numbers were announced, but at most \(Self.maximumDimension) are taken")
        }
        dimension = found
        row = [Float](repeating: 0, count: found)
    }

    private static func headerDimension(_ line: UnsafeRawBufferPointer) -> Int? {
        let fields = line.split(whereSeparator: \.isBlank).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard fields.count == 2, let count = fields[0], let dimension = fields[1], count > 0, dimension > 0 else {
            return nil
        }
        return dimension
    }

    /// Parses the last `dimension` fields into `row`; the length of the word before them.
    private mutating func parseNumbers(
        _ line: UnsafeRawBufferPointer, _ dimension: Int, _ number: Int
    ) throws -> Int {
        blanks.removeAll(keepingCapacity: true)
        for position in 0..<line.count where line[position].isBlank { blanks.append(position) }
        let wordBlanks = blanks.count - dimension
        guard wordBlanks >= 0 else {
            throw DataError(
                file: path, line: number, "\(blanks.count) numbers after the word, expected \(dimension)")
        }
        blanks.append(line.count)
        for column in 0..<dimension {
            let field = UnsafeRawBufferPointer(
                rebasing: line[blanks[wordBlanks + column] + 1..<blanks[wordBlanks + column + 1]])
            guard let value = DecimalScanner.float(field) else {
                throw DataError(file: path, line: number, Self.faultyField(field, column + 1))
            }
            row[column] = value
        }
        if wordBlanks > 0 { try refuseNumbers(in: line[..<blanks[wordBlanks]], dimension, number) }
        return blanks[wordBlanks]
    }

    /// A word may hold spaces, but if all that follows its first part are numbers, the line has too many of them.
    private func refuseNumbers(in word: Slice<UnsafeRawBufferPointer>, _ dimension: Int, _ number: Int) throws {
        let extra = word.split(whereSeparator: \.isBlank).dropFirst()
        if !extra.isEmpty, extra.allSatisfy({ DecimalScanner.float(UnsafeRawBufferPointer(rebasing: $0)) != nil }) {
            throw DataError(
                file: path, line: number,
                "\(dimension + extra.count) numbers after the word, expected \(dimension)")
        }
    }

    private static func faultyField(_ field: UnsafeRawBufferPointer, _ column: Int) -> String {
        let text = String(decoding: field.prefix(40), as: UTF8.self)
        return "number \(column) after the word is \"\(text)\", which is not a finite decimal number"
    }
}

extension UInt8 {
    /// Space or tab.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}
