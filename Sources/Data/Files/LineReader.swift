#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Cuts what a `TextSource` delivers into lines, in a buffer that is as long as the longest of them.
final class LineReader {
    private let path: String
    private let source: TextSource
    private let checksText: Bool
    private let mayBeEmpty: Bool
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    /// The bytes of the buffer that were read and not yet delivered.
    private var filled = 0
    /// Lines delivered so far.
    private var number = 0
    private var ends = LineEnds.unknown
    /// Whether a carriage return ended the last line, so that a line feed that follows belongs to it.
    private var skipsLineFeed = false

    /// Bytes at the start of the buffer that hold no line end.
    private var searched = 0

    private enum LineEnds { case unknown, lineFeed, carriageReturn }

    /// A reader that throws at a line which is not valid in its encoding, unless the caller looks at that itself.
    init(path: String, source: TextSource, checksText: Bool = true, mayBeEmpty: Bool = false) {
        self.path = path
        self.checksText = checksText
        self.source = source
        self.mayBeEmpty = mayBeEmpty
    }

    deinit { buffer.deallocate() }

    /// Calls `body` for every line, and `afterRead` when all complete lines of what has been read were delivered.
    func run(
        _ body: (_ line: UnsafeRawBufferPointer, _ number: Int) throws -> Void, afterRead: () throws -> Void = {}
    ) throws {
        while try fill() {
            do {
                try deliverLines(body)
            } catch let error as InvalidText {
                // What came before is valid, and may have been collected only.
                try afterRead()
                throw error.error
            }
            try afterRead()
        }
        do {
            if filled > 0 { try deliver(0..<filled, body) }
        } catch let error as InvalidText {
            try afterRead()
            throw error.error
        }
        if number == 0 && !mayBeEmpty { throw DataError(file: path, "the file is empty") }
        try afterRead()
    }

    /// An error about the bytes of a line.
    private struct InvalidText: Error {
        let error: DataError
    }

    /// Reads more; false at the end of the file.
    private func fill() throws -> Bool {
        if filled == buffer.count { try enlarge() }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        filled += count
        return count > 0
    }

    private func deliverLines(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        if ends == .unknown, !findLineEnds() { return }
        var start = 0
        if skipsLineFeed, buffer[0] == UInt8(ascii: "\n") { start = 1 }
        skipsLineFeed = false
        while let end = lineEnd(from: start) {
            let next = end + 1
            try deliver(start..<end, body)
            start = next
            if ends == .carriageReturn, buffer[end] == UInt8(ascii: "\r") {
                if next == filled {
                    skipsLineFeed = true
                } else if buffer[next] == UInt8(ascii: "\n") {
                    start += 1
                }
            }
        }
        if start > 0 {
            memmove(buffer.baseAddress!, buffer.baseAddress! + start, filled - start)
            filled -= start
        }
        searched = filled
    }

    /// Looks at what ends the first line; false if that cannot be told yet.
    ///
    /// Where no line feed is far and wide, as in files of old Macintoshes, carriage returns end lines.
    private func findLineEnds() -> Bool {
        if buffer[..<filled].position(of: UInt8(ascii: "\n"), from: searched) != nil {
            ends = .lineFeed
            return true
        }
        let position = buffer[..<filled].position(of: UInt8(ascii: "\r"), from: searched)
        if let position, position + 1 < filled {
            ends = .carriageReturn
            return true
        }
        searched = position ?? filled
        return false
    }

    private func lineEnd(from start: Int) -> Int? {
        let from = max(start, searched)
        searched = 0
        let lineFeed = buffer[..<filled].position(of: UInt8(ascii: "\n"), from: from)
        guard ends == .carriageReturn else { return lineFeed }
        let carriageReturn = buffer[..<(lineFeed ?? filled)].position(of: UInt8(ascii: "\r"), from: from)
        return carriageReturn ?? lineFeed
    }

    private func deliver(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        number += 1
        var line = UnsafeRawBufferPointer(rebasing: buffer[range])
        if line.last == UInt8(ascii: "\r") { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        // Also within a file, which may have been made of several.
        while line.starts(with: [0xef, 0xbb, 0xbf]) { line = UnsafeRawBufferPointer(rebasing: line.dropFirst(3)) }
        if checksText, let offset = line.firstInvalidUTF8 { throw InvalidText(error: invalid(line, at: offset)) }
        try body(line, number)
    }

    private func invalid(_ line: UnsafeRawBufferPointer, at offset: Int) -> DataError {
        guard !source.isUTF16 else {
            return DataError(
                file: path, line: number, "the line is not valid UTF-16: it holds half of a character of 4 bytes")
        }
        let byte = String(line[offset], radix: 16)
        // With what follows it, for a few letters say little.
        let start = line.baseAddress! - UnsafeRawPointer(buffer.baseAddress!)
        let following = buffer[start..<min(filled, start + FileKind.headByteCount)]
        let encoding = FileKind.encoding(ofBytes: Array(following)[...])
        return DataError(
            file: path, line: number,
            "byte \(offset + 1) of the line (0x\(byte)) is not valid UTF-8; this seems to be \(encoding)")
    }

    private func enlarge() throws {
        guard buffer.count < TextFile.maximumLineBytes else {
            throw DataError(
                file: path, line: number + 1,
                "the line is longer than \(TextFile.maximumLineBytes >> 20) MiB, so this is no text file")
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
    }
}

extension Slice<UnsafeMutableRawBufferPointer> {
    /// Where a byte stands first, from a position on.
    fileprivate func position(of byte: UInt8, from start: Int) -> Int? {
        guard start < endIndex, let found = memchr(base.baseAddress! + start, Int32(byte), endIndex - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base.baseAddress!)
    }
}
