import CZlib

/// The format of packed bytes alone (RFC 1951), without a wrapper, as archives hold it.
enum Deflate {
    /// Bytes that a byte of packed data may come to, at most: a symbol of two bits for 258 bytes.
    static let largestRatio = 1032
    /// A negative number asks for no wrapper; 15 is the largest window.
    private static let windowBits: Int32 = -15

    /// Packs bytes.
    static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: status \(status)")
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            let end = connect(&stream, bytes[...], output) { deflate($0, Z_FINISH) }
            precondition(end.status == Z_STREAM_END, "zlib cannot pack: status \(end.status)")
            count = end.written
        }
    }

    /// Unpacks exactly `count` bytes; nil if these are not what was packed.
    static func unpacked(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        var stream = z_stream()
        let status = inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: status \(status)")
        defer { inflateEnd(&stream) }
        var isWhole = false
        // zlib wants room for a byte even where there is nothing to write.
        let result = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { output, written in
            let end = connect(&stream, bytes, output) { inflate($0, Z_FINISH) }
            isWhole = end.status == Z_STREAM_END && end.written == count && end.left == 0
            written = min(end.written, count)
        }
        return isWhole ? result : nil
    }

    /// Runs zlib from some bytes to others, both of less than 4 GiB.
    private static func connect(
        _ stream: inout z_stream, _ input: ArraySlice<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>,
        _ run: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (status: Int32, written: Int, left: Int) {
        input.withUnsafeBufferPointer { source in
            // zlib does not write to its input, though its type says so.
            stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.avail_in = UInt32(source.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            let status = run(&stream)
            return (status, output.count - Int(stream.avail_out), Int(stream.avail_in))
        }
    }
}
