/// The binary format of word2vec: a line `count dimension`, then for each word its bytes, a space, and its numbers as
/// little-endian floats, with or without a line feed after them.
enum Word2VecBinary {
    /// The count and the dimension that a head of the format announces, and where the first word begins; nil if it is none.
    ///
    /// The text format has the same first line, but no bytes below a space within its numbers.
    static func header(_ head: [UInt8]) -> (count: Int, dimension: Int, end: Int)? {
        guard let end = head.firstIndex(of: 0x0a), end < 40 else { return nil }
        let fields = head[..<end].split(whereSeparator: \.isASCIISpace).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard fields.count == 2, let count = fields[0], let dimension = fields[1], count > 0, dimension > 0,
            let space = head[(end + 1)...].firstIndex(of: 0x20)
        else { return nil }
        let numbers = head[(space + 1)...].prefix(4 * min(dimension, head.count))
        guard numbers.count >= 4, numbers.contains(where: { $0 < 0x20 && !$0.isASCIISpace || $0 >= 0x7f }) else {
            return nil
        }
        // What was cut off at the end of the head is no number.
        let isPlausible = stride(from: numbers.startIndex, through: numbers.endIndex - 4, by: 4).allSatisfy { start in
            let bits = numbers[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
            return abs(Float(bitPattern: bits)) < 1e6
        }
        return isPlausible ? (count, dimension, end + 1) : nil
    }

    /// Longest word in bytes.
    private static let maximumWordBytes = 1 << 16

    /// Reads all vectors. Throws `DataError` if the file ends within a vector or is none of this format.
    static func read(
        _ source: PlainSource, _ header: (count: Int, dimension: Int, end: Int), into reader: inout WordVectorReader
    ) throws {
        try reader.announce(count: header.count, dimension: header.dimension, line: nil)
        let size = 4 * header.dimension
        var buffer = [UInt8](repeating: 0, count: max(1 << 16, 2 * (size + maximumWordBytes)))
        var (start, filled, index) = (0, 0, 0)
        var skipped = header.end
        while true {
            // Vectors are taken from the front; what is left of one moves there before more is read.
            if start > 0 { buffer.replaceSubrange(0..<filled - start, with: buffer[start..<filled]) }
            (start, filled) = (0, filled - start)
            let count = try buffer.withUnsafeMutableBytes {
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            filled += count
            if skipped > 0 {
                start = min(skipped, filled)
                skipped -= start
            }
            try buffer.withUnsafeBytes { bytes in
                while start < filled {
                    if bytes[start] == 0x0a {
                        start += 1
                        continue
                    }
                    guard let space = bytes[start..<filled].firstIndex(of: 0x20) else {
                        guard filled - start <= maximumWordBytes || index >= header.count else {
                            throw DataError(
                                file: reader.path,
                                "the file is damaged: word \(index + 1) has more than \(maximumWordBytes) bytes")
                        }
                        break
                    }
                    guard filled - space - 1 >= size else { break }
                    index += 1
                    try reader.read(
                        word: UnsafeRawBufferPointer(rebasing: bytes[start..<space]),
                        numbers: UnsafeRawBufferPointer(rebasing: bytes[space + 1..<space + 1 + size]), index: index)
                    start = space + 1 + size
                }
            }
            // Numbers that are cut off are not there, and what follows the last vector need be none: the header tells by how many.
            if count == 0 { return }
        }
    }
}
