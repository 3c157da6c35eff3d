import CZlib

/// zlib in its two wrappers and without one, for tests, and for a fuzzer that changes what is packed.
public enum Packing: Sendable {
    /// As in PNG.
    case zlib
    /// As in files.
    case gzip
    /// As in archives: no wrapper.
    case raw

    private var windowBits: Int32 {
        switch self {
        case .zlib: 15
        case .gzip: 15 + 16
        case .raw: -15
        }
    }

    /// The packed bytes.
    public func packed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, Z_BEST_SPEED, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK)
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 32)
        let count = Self.connect(&stream, &input, &output) {
            let status = deflate($0, Z_FINISH)
            precondition(status == Z_STREAM_END)
            return status
        }
        return Array(output[..<count])
    }

    /// What was packed, as far as it can be unpacked, but no more than `maximumBytes`.
    public func unpacked(_ bytes: [UInt8], maximumBytes: Int) -> [UInt8] {
        var stream = z_stream()
        let status = inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK)
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: maximumBytes)
        let count = Self.connect(&stream, &input, &output) { inflate($0, Z_FINISH) }
        return Array(output[..<count])
    }

    /// Runs zlib from one array to the other; the bytes written.
    private static func connect(
        _ stream: inout z_stream, _ input: inout [UInt8], _ output: inout [UInt8],
        _ run: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> Int {
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = run(&stream)
                return target.count - Int(stream.avail_out)
            }
        }
    }
}
