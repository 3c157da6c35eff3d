/// A picture file of any form that is read: PNG or PGM, told apart by content, whatever the name says.
public enum ImageFile {
    /// Most bytes of a picture file: every pixel with four channels of 16 bits, and a megabyte for what else it holds.
    private static let maximumBytes = 8 * Image.maximumPixels + (1 << 20)

    /// Reads a picture. Throws `DataError` if the file is neither PNG nor PGM, is damaged, or is too large, also for `memory`;
    /// see `PNGFile` and `PGMFile`.
    public static func read(path: String, memory: MemoryLimit = .none) throws -> Image {
        let bytes = try bytes(path: path, memory: memory)
        switch bytes.prefix(2) {
        case [0x89, 0x50]: return try PNGFile.decode(bytes, name: path, memory: memory)
        case [0x50, 0x32], [0x50, 0x35]: return try PGMFile.decode(bytes, name: path, memory: memory)
        default:
            throw DataError(
                file: path, FileKind.refusal(of: Array(bytes.prefix(FileKind.headByteCount)), expected: expected))
        }
    }

    /// What is read, for sentences about what is not.
    static let expected = "a PNG or PGM (P2, P5) image"

    /// All bytes of a picture file, decompressed if it is gzip.
    static func bytes(path: String, memory: MemoryLimit = .none) throws -> [UInt8] {
        try BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory).rest()
    }
}

extension Image {
    /// Most bytes that decoding takes for a pixel: four channels of 16 bits, and the three of the result.
    private static let bytesPerPixel = 11

    /// Refuses sizes that a file announces and that are nothing or too much.
    static func requireSize(width: Int, height: Int, name: String?, memory: MemoryLimit) throws {
        guard width > 0, height > 0 else {
            throw DataError(file: name, "the header announces \(width) x \(height) pixels, which is nothing")
        }
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, count <= maximumPixels else {
            throw DataError(
                file: name,
                "the header announces \(width) x \(height) pixels, more than the bound of \(maximumPixels)")
        }
        try memory.require(count * bytesPerPixel, file: name)
    }
}
