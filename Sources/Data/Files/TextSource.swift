/// The bytes of a text file as UTF-8: unpacked by `PlainSource`, and converted from UTF-16 if a byte order mark says so.
final class TextSource {
    private let path: String
    private let source: PlainSource
    private var encoding: UnicodeEncoding?
    private var hasBegun = false
    /// Converted bytes that did not fit into the caller's buffer.
    private var pending: [UInt8] = []
    /// Bytes of a code unit, or a unit of a surrogate pair, whose other half is still to come.
    private var rest: [UInt8] = []
    /// Whether the file is UTF-16.
    var isUTF16: Bool { encoding != nil }

    private let expected: String

    /// Text of a file, which errors call `path`; what is no text is refused where `expected` was.
    init(
        _ source: PlainSource, path: String, expected: String = "text (UTF-8, or UTF-16 with a byte order mark)"
    ) {
        self.source = source
        self.path = path
        self.expected = expected
    }

    /// Reads up to as many bytes as the buffer holds; 0 at the end. Throws a `DataError` if the file is no text.
    ///
    /// What is not valid in the encoding comes out as bytes that are not valid UTF-8.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if hasBegun, encoding == nil { return try source.read(into: buffer) }
        if !hasBegun {
            let count = try begin(in: buffer)
            if encoding == nil { return count }
        }
        return try readConverted(into: buffer)
    }

    /// The first read: finds out what the file is. Returns the bytes that are in the buffer as they are.
    private func begin(in buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        hasBegun = true
        var count = 0
        repeat {
            let more = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if more == 0 { break }
            count += more
        } while Self.mayBeginMark(buffer[..<count])
        let head = Array(buffer[..<min(count, FileKind.headByteCount)])
        guard count > 0 else { return 0 }
        let kind = FileKind(head)
        guard kind.isText else { throw DataError(file: path, kind.refusal(expected: expected)) }
        encoding = UnicodeEncoding(markedBy: head)
        if encoding != nil { convert(UnsafeRawBufferPointer(rebasing: buffer[2..<count])) }
        return count
    }

    /// Whether more bytes are needed to know the mark. A pipe may hold less than a mark, and somebody may wait for the answer.
    private static func mayBeginMark(_ bytes: Slice<UnsafeMutableRawBufferPointer>) -> Bool {
        let marks: [[UInt8]] = [[0xff, 0xfe, 0, 0], [0xfe, 0xff], [0, 0, 0xfe, 0xff], [0xef, 0xbb, 0xbf]]
        return marks.contains { bytes.count < $0.count && $0.starts(with: bytes) }
    }

    private func readConverted(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while pending.isEmpty {
            let count = try source.read(into: buffer)
            if count == 0 {
                guard !rest.isEmpty else { return 0 }
                // Half of a unit, or of a pair.
                rest = []
                pending = Self.invalid
                break
            }
            convert(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        let count = min(pending.count, buffer.count)
        buffer.copyBytes(from: pending[..<count])
        pending.removeFirst(count)
        return count
    }

    private static let invalid: [UInt8] = [0xff]

    /// Appends the UTF-8 of these bytes to `pending`; what cannot be told yet stays in `rest`.
    private func convert(_ bytes: UnsafeRawBufferPointer) {
        let input = rest + bytes
        let isBig = encoding == .utf16BigEndian
        func unit(_ position: Int) -> UInt32 {
            let (first, second) = (UInt32(input[position]), UInt32(input[position + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        pending.reserveCapacity(pending.count + input.count / 2 * 3)
        var position = 0
        while position + 2 <= input.count {
            let first = unit(position)
            var value = first
            if (0xd800..<0xdc00).contains(first) {
                guard position + 4 <= input.count else { break }
                let second = unit(position + 2)
                guard (0xdc00..<0xe000).contains(second) else {
                    pending += Self.invalid
                    position += 2
                    continue
                }
                value = 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
                position += 2
            }
            position += 2
            guard let scalar = Unicode.Scalar(value) else {
                pending += Self.invalid
                continue
            }
            pending += UTF8.encode(scalar)!
        }
        rest = Array(input[position...])
    }
}
