/// A text file, plain, gzip or in a ZIP archive (see `DataPath`), read line by line in bounded memory.
public struct TextFile: Sendable {
    /// The path as the user gave it; errors begin with it.
    public let path: String
    /// Most bytes that are read, after decompression: a small archive may unpack to far more than a disk holds.
    public let maximumBytes: Int
    private let isStandardInput: Bool

    /// Longest line in bytes. What has longer ones is no text.
    static let maximumLineBytes = 1 << 26

    /// Names a file; nothing is opened yet.
    public init(_ path: String, maximumBytes: Int = 1 << 34) {
        self.path = path
        self.maximumBytes = maximumBytes
        isStandardInput = false
    }

    private init() {
        path = "standard input"
        maximumBytes = .max
        isStandardInput = true
    }

    /// What the process reads from its standard input, without a bound on the whole; it may be nothing.
    public static let standardInput = TextFile()

    /// Calls `body` with the bytes and the number (from 1) of every line.
    ///
    /// The bytes are valid UTF-8 and live until `body` returns. UTF-16 is converted if the file begins with a byte order mark;
    /// marks at the start of lines are dropped. Lines end at LF, and one CR before it is dropped; a file without LF (in its
    /// first 64 KiB) has lines that end at CR. Other line ends of Unicode are part of a line, and blank lines are lines.
    ///
    /// Throws `DataError` if the file is missing, a folder, unreadable, empty, damaged gzip, larger than `maximumBytes`, or
    /// no text; and whatever `body` throws.
    public func forEachLine(_ body: (_ line: UnsafeRawBufferPointer, _ number: Int) throws -> Void) throws {
        try reader().run(body)
    }

    /// Calls `body` with all complete lines after each read, up to 64 KiB of a file and, of a pipe or a terminal, what is there:
    /// a single line that somebody types is handed over at once. `first` is the number (from 1) of the first of them.
    ///
    /// The lines are those of `forEachLine`; before an error is thrown, the lines that come before it are handed over.
    public func forEachBatch(_ body: (_ lines: [String], _ first: Int) throws -> Void) throws {
        var lines: [String] = []
        var delivered = 0
        try reader().run(
            { line, _ in lines.append(String(decoding: line, as: UTF8.self)) },
            afterRead: {
                guard !lines.isEmpty else { return }
                defer { lines.removeAll(keepingCapacity: true) }
                try body(lines, delivered + 1)
                delivered += lines.count
            })
    }

    private func reader() throws -> LineReader {
        let source = isStandardInput ? ByteSource.standardInput : try DataPath(path).open()
        let plain = PlainSource(source, maximumBytes: maximumBytes)
        return LineReader(path: path, source: TextSource(plain, path: path), mayBeEmpty: isStandardInput)
    }
}
