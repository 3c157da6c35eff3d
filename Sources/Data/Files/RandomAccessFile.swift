import SwiftletTensor

/// The bytes of a file at any place: read when they are asked for, or held in memory where the file is gzip or no regular one.
final class RandomAccessFile {
    let path: String
    /// Bytes of the content.
    let count: Int
    /// Bytes of it that are held in memory.
    var heldCount: Int { content.count }
    private let source: ByteSource?
    private let content: [UInt8]

    /// Opens a file, plain or gzip. Throws `DataError`; content that is held may not be more
    /// than `maximumBytes` and `memory` allow.
    convenience init(path: String, maximumBytes: Int, memory: MemoryLimit) throws {
        try self.init(BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory))
    }

    /// Opens the file of a reader that has delivered nothing yet.
    init(_ reader: BinaryReader) throws {
        path = reader.path
        if reader.isRegularFile {
            let source = try ByteSource(path: path)
            var head: [UInt8] = [0, 0]
            _ = try head.withUnsafeMutableBytes { try source.read(into: $0, at: 0) }
            if head != [0x1f, 0x8b] {
                (self.source, count, content) = (source, try source.size(), [])
                return
            }
        }
        content = try reader.rest()
        (source, count) = (nil, content.count)
    }

    /// Content that has been read.
    init(path: String, content: [UInt8]) {
        (self.path, self.content, source, count) = (path, content, nil, content.count)
    }

    /// The bytes of a range within the file. Throws `DataError`.
    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        require(range.lowerBound >= 0 && range.upperBound <= count, "\(range) lies outside of \(count) bytes")
        guard let source else { return Array(content[range]) }
        return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count])
            guard try source.read(into: place, at: range.lowerBound) == range.count else {
                throw DataError(file: path, "the file became shorter while it was read")
            }
            filled = range.count
        }
    }
}
