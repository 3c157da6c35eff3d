#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A text file, plain or gzip, read line by line in bounded memory.
public struct TextFile: Sendable {
    /// The path as the user gave it; errors begin with it.
    public let path: String
    /// Most bytes that are read, after decompression: a small archive may unpack to far more than a disk holds.
    public let maximumBytes: Int

    /// Longest line in bytes. What has longer ones is no text.
    static let maximumLineBytes = 1 << 26

    /// Names a file; nothing is opened yet.
    public init(_ path: String, maximumBytes: Int = 1 << 34) {
        self.path = path
        self.maximumBytes = maximumBytes
    }

    /// Calls `body` with the bytes and the number (from 1) of every line.
    ///
    /// Lines end at LF only; one CR before it is left out, and so is a byte order mark at the start of the file. The bytes
    /// are valid UTF-8 and live until `body` returns. Throws `DataError` if the file is missing, a folder, unreadable,
    /// empty, damaged gzip, larger than `maximumBytes`, or not UTF-8; and whatever `body` throws.
    public func forEachLine(_ body: (_ line: UnsafeRawBufferPointer, _ number: Int) throws -> Void) throws {
        let source = try PlainSource(path: path, maximumBytes: maximumBytes)
        var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
        defer { buffer.deallocate() }
        var filled = 0
        var number = 0
        while true {
            if filled == buffer.count { buffer = try enlarged(buffer, line: number + 1) }
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            // What was kept from before holds no line end.
            var search = filled
            var start = 0
            filled += count
            while let end = buffer[search..<filled].firstLineFeed {
                number += 1
                try deliver(UnsafeRawBufferPointer(rebasing: buffer[start..<end]), number, body)
                start = end + 1
                search = start
            }
            if start > 0 {
                memmove(buffer.baseAddress!, buffer.baseAddress! + start, filled - start)
                filled -= start
            }
        }
        if filled > 0 {
            try deliver(UnsafeRawBufferPointer(rebasing: buffer[..<filled]), number + 1, body)
        } else if number == 0 {
            throw DataError(file: path, "the file is empty")
        }
    }

    private func deliver(
        _ bytes: UnsafeRawBufferPointer, _ number: Int, _ body: (UnsafeRawBufferPointer, Int) throws -> Void
    ) throws {
        var line = bytes
        if line.last == UInt8(ascii: "\r") { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        if number == 1, line.starts(with: [0xef, 0xbb, 0xbf]) {
            line = UnsafeRawBufferPointer(rebasing: line.dropFirst(3))
        }
        if let offset = line.firstInvalidUTF8 {
            throw DataError(file: path, line: number, "byte \(offset + 1) of the line is not valid UTF-8")
        }
        try body(line, number)
    }

    private func enlarged(
        _ buffer: UnsafeMutableRawBufferPointer, line: Int
    ) throws -> UnsafeMutableRawBufferPointer {
        guard buffer.count < Self.maximumLineBytes else {
            throw DataError(
                file: path, line: line,
                "the line is longer than \(Self.maximumLineBytes >> 20) MiB, so this is no text file")
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        return larger
    }
}

extension Slice<UnsafeMutableRawBufferPointer> {
    fileprivate var firstLineFeed: Int? {
        guard !isEmpty, let found = memchr(base.baseAddress! + startIndex, Int32(UInt8(ascii: "\n")), count) else {
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base.baseAddress!)
    }
}
