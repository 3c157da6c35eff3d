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
}
