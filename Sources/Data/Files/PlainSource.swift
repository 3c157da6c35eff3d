import CZlib
import SwiftletTensor

/// The bytes of a file, decompressed if it is gzip (RFC 1952), which its first two bytes tell.
///
/// Both the compressed and the decompressed side move through one bounded chunk, so the size of the file does not matter.
/// A gzip file may have several members; zero bytes after the last one are padding and are ignored.
final class PlainSource {
    private let source: any ByteStream
    private let maximumBytes: Int
    private let chunk: UnsafeMutableRawBufferPointer
    /// The part of the chunk that has been read from the file and not yet used.
    private var pending: Range<Int> = 0..<0
    private var delivered = 0
    /// Bytes that `peek` has read before their time.
    private var ahead: ArraySlice<UInt8> = []
    /// Set while gzip is read. zlib keeps the address of the stream, so it must not move.
    private var inflater: UnsafeMutablePointer<z_stream>?
    private var state = State.start

    private enum State { case start, plain, insideMember, betweenMembers, end }

    private static let chunkSize = 1 << 16

    convenience init(path: String, maximumBytes: Int) throws {
        self.init(try ByteSource(path: path), maximumBytes: maximumBytes)
    }

    init(_ source: any ByteStream, maximumBytes: Int) {
        self.source = source
        self.maximumBytes = maximumBytes
        chunk = .allocate(byteCount: Self.chunkSize, alignment: 64)
    }

    /// Whether the file can be opened again, which a pipe cannot.
    var isRegularFile: Bool { (source as? ByteSource)?.isRegularFile ?? false }

    deinit {
        if let inflater {
            inflateEnd(inflater)
            inflater.deallocate()
        }
        chunk.deallocate()
    }

    /// The next bytes, at most `count`, which the next read delivers all the same. Fewer only at the end.
    func peek(_ count: Int) throws -> [UInt8] {
        while ahead.count < count {
            var more = [UInt8](repeating: 0, count: count - ahead.count)
            let read = try more.withUnsafeMutableBytes { try readOn(into: $0) }
            if read == 0 { break }
            ahead += more.prefix(read)
        }
        return Array(ahead.prefix(count))
    }

    /// Reads up to as many bytes as the buffer holds; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !ahead.isEmpty else { return try readOn(into: buffer) }
        let count = min(ahead.count, buffer.count)
        buffer.copyBytes(from: ahead.prefix(count))
        ahead = ahead.dropFirst(count)
        return count
    }

    private func readOn(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if state == .start { try detect() }
        let count =
            switch state {
            case .plain: try readPlain(into: buffer)
            case .end: 0
            default: try readInflated(into: buffer)
            }
        delivered += count
        guard delivered <= maximumBytes else {
            throw DataError(file: source.path, "the content is larger than the bound of \(maximumBytes) bytes")
        }
        return count
    }

    private func detect() throws {
        // Not every single byte is waited on for another: somebody may wait for the answer to a blank line.
        while pending.isEmpty || pending.count == 1 && chunk[0] == 0x1f {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: chunk[pending.upperBound...]))
            if count == 0 { break }
            pending = 0..<pending.count + count
        }
        guard pending.count >= 2, chunk[0] == 0x1f, chunk[1] == 0x8b else { return state = .plain }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 is the largest window; 16 more asks for the gzip wrapper with its checksum.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        require(status == Z_OK, "zlib cannot start: status \(status)")
        inflater = stream
        state = .insideMember
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if pending.isEmpty { return try source.read(into: buffer) }
        let count = min(pending.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: chunk[pending.prefix(count)]))
        pending.removeFirst(count)
        return count
    }

    private func readInflated(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var written = 0
        while written == 0, state != .end {
            if pending.isEmpty {
                pending = 0..<(try source.read(into: chunk))
                if pending.isEmpty {
                    guard state == .betweenMembers else {
                        throw DataError(file: source.path, "the gzip data ends too early: the file is cut off")
                    }
                    state = .end
                    break
                }
            }
            if state == .betweenMembers { try startNextMember() }
            if state == .insideMember { written = try inflateSome(into: buffer) }
        }
        return written
    }

    private func startNextMember() throws {
        while let first = pending.first, chunk[first] == 0 { pending.removeFirst() }
        guard !pending.isEmpty else { return }
        inflateReset(inflater)
        state = .insideMember
    }

    private func inflateSome(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let stream = inflater else { fatalError("inflating before the format is known") }
        let room = min(buffer.count, Int(UInt32.max))
        stream.pointee.next_in = chunk.baseAddress!.assumingMemoryBound(to: UInt8.self) + pending.lowerBound
        stream.pointee.avail_in = UInt32(pending.count)
        stream.pointee.next_out = buffer.baseAddress!.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, Z_NO_FLUSH)
        pending.removeFirst(pending.count - Int(stream.pointee.avail_in))
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .betweenMembers
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "status \(status)"
            throw DataError(file: source.path, "the gzip data is damaged (\(reason))")
        }
        return room - Int(stream.pointee.avail_out)
    }
}
