/// Takes the vectors of a file one by one, and keeps those of the wanted words.
///
/// What cannot be used is counted, not refused: files of millions of lines have a few that are damaged.
struct WordVectorReader {
    /// More numbers a word is a damaged or foreign file.
    static let maximumDimension = 65_536
    /// Unusable lines after which a file without a usable one is given up.
    private static let patience = 1000

    let path: String
    let wanted: Set<ByteString>?
    private(set) var dimension: Int?
    /// Vectors that the header announces, if there is one.
    private(set) var announced: Int?
    private(set) var words: [String] = []
    private(set) var values: [Float] = []
    private(set) var rows: [ByteString: Int] = [:]
    /// Usable vectors seen so far, wanted or not.
    private(set) var count = 0
    /// Vectors that cannot be used.
    private(set) var unusable = 0
    /// The first of them: where it stands, and why it cannot be used.
    private(set) var firstFault: DataError?
    /// Vectors of wanted words that had one already.
    private(set) var repeated = 0
    private var memory: MemoryUse
    private var row: [Float] = []
    private var blanks: [Int] = []

    /// Why a vector cannot be used.
    private struct Fault: Error {
        let reason: String
    }

    init(path: String, wanted: Set<ByteString>?, memory: MemoryLimit) {
        self.memory = MemoryUse(memory, file: path)
        self.path = path
        self.wanted = wanted
    }

    /// Takes a line of a text file.
    mutating func read(_ whole: UnsafeRawBufferPointer, number: Int) throws {
        // word2vec ends its lines with a space.
        var line = whole
        while line.last?.isBlank == true { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        if line.isEmpty { return }
        if dimension == nil, count + unusable == 0, let header = Self.header(line) {
            try announce(count: header.count, dimension: header.dimension, line: number)
            return
        }
        let isFirst = dimension == nil
        do {
            if isFirst { try start(line, number) }
            let length = try parse(line)
            try add(UnsafeRawBufferPointer(rebasing: line[..<length]))
        } catch let fault as Fault {
            // What is no vector does not say how many numbers one has.
            if isFirst { dimension = nil }
            try skip(DataError(file: path, line: number, fault.reason))
        }
    }

    /// Takes a vector of a binary file; `index` counts from 1.
    mutating func read(word: UnsafeRawBufferPointer, numbers: UnsafeRawBufferPointer, index: Int) throws {
        for column in row.indices {
            let bits = numbers.loadUnaligned(fromByteOffset: 4 * column, as: UInt32.self)
            row[column] = Float(bitPattern: UInt32(littleEndian: bits))
        }
        do {
            guard let column = row.firstIndex(where: { !$0.isFinite }) else { return try add(word) }
            throw Fault(reason: "number \(column + 1) of vector \(index) is \(row[column])")
        } catch let fault as Fault {
            try skip(DataError(file: path, fault.reason))
        }
    }

    /// Takes the header.
    mutating func announce(count: Int, dimension: Int, line: Int?) throws {
        try setDimension(dimension, line: line)
        announced = count
    }

    /// Throws the first fault if the file has more that cannot be used than vectors.
    func requireMostlyUsable() throws {
        guard unusable > count, let firstFault else { return }
        throw DataError(
            file: firstFault.file, line: firstFault.line,
            unusable == 1
                ? firstFault.message : "\(firstFault.message) (so it is with \(unusable) of \(count + unusable) lines)")
    }

    private mutating func skip(_ fault: DataError) throws {
        unusable += 1
        if firstFault == nil { firstFault = fault }
        if count == 0, unusable == Self.patience { try requireMostlyUsable() }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) throws {
        if bytes.firstInvalidUTF8 != nil {
            throw Fault(
                reason: "the word is not valid UTF-8; this seems to be \(FileKind.encoding(ofBytes: Array(bytes)[...]))"
            )
        }
        count += 1
        let word = ByteString(String(decoding: bytes, as: UTF8.self))
        guard wanted?.contains(word) ?? true else { return }
        guard rows[word] == nil, let dimension else {
            repeated += 1
            return
        }
        // The word is in the list of words and, with its row, in a dictionary.
        try memory.take(
            dimension * MemoryLayout<Float>.size + 2 * (MemoryLayout<String>.size + MemoryUse.overhead) + bytes.count)
        rows[word] = words.count
        words.append(word.text)
        values.append(contentsOf: row)
    }

    /// Takes the dimension from a word without spaces and its numbers.
    private mutating func start(_ line: UnsafeRawBufferPointer, _ number: Int) throws {
        let found = line.count(where: \.isBlank)
        guard found > 0 else { throw Fault(reason: "a word and its numbers were expected, but there is one field") }
        try setDimension(found, line: number)
    }

    private mutating func setDimension(_ found: Int, line: Int?) throws {
        guard found <= Self.maximumDimension else {
            throw DataError(
                file: path, line: line,
                "word vectors of \(found) numbers were announced, but at most \(Self.maximumDimension) are taken")
        }
        dimension = found
        row = [Float](repeating: 0, count: found)
    }

    private static func header(_ line: UnsafeRawBufferPointer) -> (count: Int, dimension: Int)? {
        let fields = line.split(whereSeparator: \.isBlank).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard fields.count == 2, let count = fields[0], let dimension = fields[1], count > 0, dimension > 0 else {
            return nil
        }
        return (count, dimension)
    }

    /// Parses the last `dimension` fields into `row`; the length of the word before them.
    private mutating func parse(_ line: UnsafeRawBufferPointer) throws -> Int {
        guard let dimension, let first = line.first, !first.isBlank else {
            throw Fault(reason: "the line begins with white space, but a word and its numbers were expected")
        }
        blanks.removeAll(keepingCapacity: true)
        for position in 0..<line.count where line[position].isBlank { blanks.append(position) }
        let wordBlanks = blanks.count - dimension
        guard wordBlanks >= 0 else {
            throw Fault(reason: "\(blanks.count) numbers after the word, expected \(dimension)")
        }
        blanks.append(line.count)
        for column in 0..<dimension {
            let field = UnsafeRawBufferPointer(
                rebasing: line[blanks[wordBlanks + column] + 1..<blanks[wordBlanks + column + 1]])
            guard let value = DecimalScanner.float(field) else {
                throw Fault(reason: Self.faultyField(field, column + 1))
            }
            row[column] = value
        }
        if wordBlanks > 0 { try refuseNumbers(in: line[..<blanks[wordBlanks]], dimension) }
        return blanks[wordBlanks]
    }

    /// A word may hold spaces, but if all that follows its first part are numbers, the line has too many of them.
    private func refuseNumbers(in word: Slice<UnsafeRawBufferPointer>, _ dimension: Int) throws {
        let extra = word.split(whereSeparator: \.isBlank).dropFirst()
        if !extra.isEmpty, extra.allSatisfy({ DecimalScanner.float(UnsafeRawBufferPointer(rebasing: $0)) != nil }) {
            throw Fault(reason: "\(dimension + extra.count) numbers after the word, expected \(dimension)")
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
