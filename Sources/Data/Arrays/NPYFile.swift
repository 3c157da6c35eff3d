/// Files of one array in NumPy's form .npy, versions 1.0, 2.0 and 3.0.
///
/// The form is that of https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html: a magic text, a version, the
/// length of a header, the header (a dictionary in Python's notation), the numbers.
public enum NPYFile {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Bytes before the header's length.
    private static let prefixByteCount = 8
    /// Longest header that is read; only version 1.0 of the form bounds it, at 65,535 bytes.
    private static let maximumHeaderBytes = 1 << 20
    /// Bytes from the start of a file that hold its header.
    static let maximumBeginning = prefixByteCount + 4 + maximumHeaderBytes
    /// The header is padded so that the numbers begin at a multiple of this many bytes.
    private static let alignment = 64
    /// Most bytes of a file after decompression.
    private static let maximumBytes = 1 << 34

    /// Reads a file, plain or gzip; memory grows with what it holds, not with what its header says.
    ///
    /// Throws `DataError` if the file is not exactly one array of numbers, or takes more than `memory` allows.
    public static func read(path: String, memory: MemoryLimit = .none) throws -> NumericArray {
        try read(BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory), memory: memory)
    }

    static func read(_ reader: BinaryReader, memory: MemoryLimit) throws -> NumericArray {
        let path = reader.path
        do {
            let lengthBytes = try lengthByteCount(reader.bytes(prefixByteCount, of: "the beginning of a .npy file"))
            let length = try headerLength(reader.bytes(lengthBytes, of: "the length of the header"))
            let header = try NPYHeader(parsing: reader.bytes(length, of: "the header"))
            let turned = header.isFortranOrder ? 2 : 1
            let (needed, overflows) = header.byteCount.multipliedReportingOverflow(by: turned)
            try memory.require(overflows ? .max : needed, file: path)
            let content = "the header with \(header.shape) numbers of \(header.element)"
            let bytes = try reader.bytes(header.byteCount, of: content)
            guard try reader.isAtEnd() else {
                throw ArrayDamage("the file goes on after the numbers that it announces")
            }
            return array(header, bytes, ArraySource(file: path))
        } catch let damage as ArrayDamage {
            throw ArraySource(file: path).error(damage)
        }
    }

    /// The array that the bytes of a whole file hold. Throws `ArrayDamage`.
    static func decode(_ bytes: consuming [UInt8], _ source: ArraySource) throws -> NumericArray {
        let (header, start) = try headerAndStart(bytes)
        guard bytes.count - start == header.byteCount else {
            throw ArrayDamage(
                "\(header.shape) numbers of \(header.element) take \(header.byteCount) bytes, not \(bytes.count - start)"
            )
        }
        // In place: an array may fill most of the memory.
        bytes.removeFirst(start)
        return array(header, bytes, source)
    }

    /// The header that the first bytes of a file hold. Throws `ArrayDamage`.
    static func header(ofBeginning bytes: [UInt8]) throws -> NPYHeader { try headerAndStart(bytes).0 }

    /// The header, and where the numbers begin.
    private static func headerAndStart(_ bytes: [UInt8]) throws -> (NPYHeader, start: Int) {
        var start = 0
        func take(_ count: Int, _ content: String) throws -> [UInt8] {
            guard bytes.count - start >= count else { throw ArrayDamage("it is cut off in \(content)") }
            defer { start += count }
            return Array(bytes[start..<start + count])
        }
        let lengthBytes = try lengthByteCount(take(prefixByteCount, "its beginning"))
        let length = try headerLength(take(lengthBytes, "the length of its header"))
        return (try NPYHeader(parsing: take(length, "its header")), start)
    }

    /// The bytes of a file of version 1.0.
    public static func encode(_ array: NumericArray) -> [UInt8] {
        var text = Array(NPYHeader(array.element, shape: array.shape).text.utf8)
        let past = (prefixByteCount + 2 + text.count + 1) % alignment
        text += [UInt8](repeating: 0x20, count: past == 0 ? 0 : alignment - past) + [0x0a]
        return magic + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text + array.bytes
    }

    /// Bytes of the header's length, from what comes before it.
    private static func lengthByteCount(_ prefix: [UInt8]) throws -> Int {
        guard prefix.starts(with: magic) else {
            throw ArrayDamage("this is not a .npy file: it does not begin with \\x93NUMPY")
        }
        let version = (prefix[6], prefix[7])
        guard (1...3).contains(version.0), version.1 == 0 else {
            throw ArrayDamage(
                "the file has version \(version.0).\(version.1) of the form; only 1.0, 2.0 and 3.0 can be read")
        }
        return version.0 == 1 ? 2 : 4
    }

    private static func headerLength(_ bytes: [UInt8]) throws -> Int {
        let length = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= maximumHeaderBytes else {
            throw ArrayDamage("the header would have \(length) bytes, but at most \(maximumHeaderBytes) are read")
        }
        return length
    }

    private static func array(
        _ header: NPYHeader, _ bytes: consuming [UInt8], _ source: ArraySource
    ) -> NumericArray {
        if header.isFortranOrder {
            bytes = NumberOrder.rowMajor(bytes, shape: header.shape, size: header.element.byteCount)
        }
        if header.isBigEndian { NumberOrder.swapBytes(&bytes, size: header.element.byteCount) }
        return NumericArray(header.element, shape: header.shape, bytes: bytes, source: source)
    }
}
