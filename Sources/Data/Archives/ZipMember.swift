import CZlib
import SwiftletTensor

/// A member of a ZIP archive, unpacked while it is read, in bounded memory.
final class ZipMember: ByteStream {
    let path: String
    private let file: RandomAccessFile
    private let entry: ZipEntry
    /// What of the packed bytes was not yet read from the file.
    private var left: Range<Int>
    private var delivered = 0
    private var checksum = CRC32()
    /// Set for a deflated member. zlib keeps the address of the stream, so it must not move.
    private var inflater: UnsafeMutablePointer<z_stream>?
    /// Packed bytes that wait for zlib.
    private var pending: [UInt8] = []
    private var position = 0
    private static let chunkSize = 1 << 16

    init(_ entry: ZipEntry, of file: RandomAccessFile) {
        self.entry = entry
        self.file = file
        path = "\(file.path):\(entry.name)"
        left = entry.content
        guard entry.method == .deflated else { return }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, Deflate.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        require(status == Z_OK, "zlib cannot start: status \(status)")
        inflater = stream
    }

    deinit {
        guard let inflater else { return }
        inflateEnd(inflater)
        inflater.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try inflater == nil ? readStored(into: buffer) : readInflated(into: buffer)
        checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        delivered += count
        guard delivered <= entry.byteCount, count > 0 || delivered == entry.byteCount else {
            throw damage("another length")
        }
        if count == 0, checksum.value != entry.checksum { throw damage("another checksum") }
        return count
    }

    private func damage(_ what: String) -> DataError {
        DataError(file: path, "the member is damaged: it has \(what) than the archive's directory says")
    }

    private func nextBytes(_ count: Int) throws -> [UInt8] {
        let range = left.prefix(count)
        left = range.upperBound..<left.upperBound
        return try file.bytes(range)
    }

    private func readStored(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let bytes = try nextBytes(min(buffer.count, Self.chunkSize))
        buffer.copyBytes(from: bytes)
        return bytes.count
    }

    private func readInflated(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let stream = inflater else { return 0 }
        let room = min(buffer.count, Self.chunkSize)
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(room)
        while stream.pointee.avail_out == UInt32(room) {
            if position == pending.count {
                (pending, position) = (try nextBytes(Self.chunkSize), 0)
                if pending.isEmpty { return 0 }
            }
            let status = pending.withUnsafeMutableBufferPointer { input in
                stream.pointee.next_in = input.baseAddress! + position
                stream.pointee.avail_in = UInt32(input.count - position)
                return inflate(stream, Z_NO_FLUSH)
            }
            position = pending.count - Int(stream.pointee.avail_in)
            if status == Z_STREAM_END { break }
            guard status == Z_OK || status == Z_BUF_ERROR else {
                throw DataError(file: path, "the member is damaged: it cannot be unpacked")
            }
        }
        return room - Int(stream.pointee.avail_out)
    }
}
