import CZlib
import SwiftletTensor

/// The format of packed bytes alone (RFC 1951), without a wrapper, as archives hold it.
enum Deflate {
    /// Bytes that a byte of packed data may come to, at most: a symbol of two bits for 258 bytes.
    static let largestRatio = 1032
    /// A negative number asks for no wrapper; 15 is the largest window.
    static let windowBits: Int32 = -15

    /// zlib counts with 32 bits, so more than this passes in several calls.
    private static let chunkBytes = 1 << 30

    /// Packs bytes.
    static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        require(status == Z_OK, "zlib cannot start: status \(status)")
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            let end = connect(&stream, bytes[...], output) { deflate($0, $1 ? Z_FINISH : Z_NO_FLUSH) }
            require(end.status == Z_STREAM_END, "zlib cannot pack: status \(end.status)")
            count = end.written
        }
    }

    /// Unpacks exactly `count` bytes; nil if these are not what was packed.
    static func unpacked(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let (result, end) = inflated(bytes, room: count)
        return end.status == Z_STREAM_END && result.count == count && end.left == 0 ? result : nil
    }

    /// Unpacks the beginning, at most `count` bytes.
    static func beginning(of bytes: ArraySlice<UInt8>, count: Int) -> [UInt8] { inflated(bytes, room: count).bytes }

    private typealias End = (status: Int32, written: Int, left: Int)

    private static func inflated(_ bytes: ArraySlice<UInt8>, room: Int) -> (bytes: [UInt8], end: End) {
        var stream = z_stream()
        let status = inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        require(status == Z_OK, "zlib cannot start: status \(status)")
        defer { inflateEnd(&stream) }
        var end = (status: Z_OK, written: 0, left: 0)
        // zlib wants room for a byte even where there is nothing to write.
        let result = [UInt8](unsafeUninitializedCapacity: max(room, 1)) { output, written in
            end = connect(&stream, bytes, output) { stream, _ in inflate(stream, Z_NO_FLUSH) }
            written = min(end.written, room)
        }
        return (result, end.written > room ? (Z_BUF_ERROR, end.written, end.left) : end)
    }

    /// Runs zlib from some bytes to others until it ends, has no room, or gets no further. `run` is told whether all of the input
    /// has been handed over.
    private static func connect(
        _ stream: inout z_stream, _ input: ArraySlice<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>,
        _ run: (UnsafeMutablePointer<z_stream>, _ isLast: Bool) -> Int32
    ) -> End {
        input.withUnsafeBufferPointer { source in
            var (taken, written) = (0, 0)
            while true {
                let (supply, room) = (min(source.count - taken, chunkBytes), min(output.count - written, chunkBytes))
                // zlib does not write to its input, though its type says so.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress.map { $0 + taken })
                stream.avail_in = UInt32(supply)
                stream.next_out = output.baseAddress.map { $0 + written }
                stream.avail_out = UInt32(room)
                let status = run(&stream, taken + supply == source.count)
                let (used, made) = (supply - Int(stream.avail_in), room - Int(stream.avail_out))
                taken += used
                written += made
                if status != Z_OK || used + made == 0 {
                    return (status, written, source.count - taken)
                }
            }
        }
    }
}
