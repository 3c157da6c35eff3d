/// The content of a binary file, plain or gzip, read front to back; a file that ends early is an error.
///
/// Memory grows with what the file really holds, never with what its header says.
final class BinaryReader {
    let path: String
    private let source: PlainSource
    private let memory: MemoryUse
    /// Bytes delivered so far.
    private(set) var offset = 0
    /// Bytes that were looked at and not yet delivered.
    private var pending: [UInt8] = []
    private static let chunkSize = 1 << 16

    /// Opens a file. Reading more than `maximumBytes`, after decompression, is an error, and so is more than `memory` allows
    /// beside the `held` bytes that the caller has already.
    init(path: String, maximumBytes: Int, memory: MemoryLimit = .none, held: Int = 0) throws {
        self.path = path
        self.memory = MemoryUse(memory, file: path, bytes: held)
        source = try PlainSource(path: path, maximumBytes: maximumBytes)
    }

    /// Whether the file can be opened again, which a pipe cannot.
    var isRegularFile: Bool { source.isRegularFile }

    /// The next `count` bytes. Throws a `DataError` that names `content` if the file ends before.
    func bytes(_ count: Int, of content: String) throws -> [UInt8] {
        let start = offset
        try memory.limit.require(memory.bytes + count, file: path)
        let result = try upTo(count)
        guard result.count == count else {
            throw DataError(
                file: path,
                "the file is cut off: it ends after \(offset) bytes, but \(content) takes \(start + count)")
        }
        return result
    }

    /// All bytes that are left.
    func rest() throws -> [UInt8] { try upTo(.max) }

    /// Whether nothing is left. Takes a byte if there is one.
    func isAtEnd() throws -> Bool { try upTo(1).isEmpty }

    /// The next bytes, at most `count`, which stay to be read.
    func peek(_ count: Int) throws -> [UInt8] {
        if pending.count < count {
            let more = try upTo(count)
            offset -= more.count
            pending = more
        }
        return Array(pending.prefix(count))
    }

    private func upTo(_ count: Int) throws -> [UInt8] {
        var result = Array(pending.prefix(count))
        pending.removeFirst(result.count)
        offset += result.count
        var memory = memory
        try memory.take(result.count)
        result.reserveCapacity(min(count, Self.chunkSize))
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, Self.chunkSize), alignment: 64)
        defer { chunk.deallocate() }
        while result.count < count {
            let room = min(chunk.count, count - result.count)
            let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: chunk[..<room]))
            if read == 0 { break }
            try memory.take(read)
            result.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<read]))
            offset += read
        }
        return result
    }
}

extension RandomAccessCollection where Element == UInt8 {
    /// The big-endian number of the four bytes that begin at the given distance from the start.
    func bigEndian32(at distance: Int) -> UInt32 {
        let start = index(startIndex, offsetBy: distance)
        return self[start..<index(start, offsetBy: 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
