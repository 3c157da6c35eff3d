/// Files of several arrays in NumPy's form .npz: a ZIP archive with a .npy file for each array.
public enum NPZFile {
    private static let suffix = ".npy"
    /// Most bytes of a file: more needs ZIP64, which is not read.
    private static let maximumBytes = 1 << 32

    /// Reads all arrays of a file, in the order in which they were written.
    ///
    /// Throws `DataError` if the file is not exactly that, or if it and its arrays take more than `memory` allows.
    public static func read(path: String, memory: MemoryLimit = .none) throws -> [(name: String, array: NumericArray)] {
        let bytes = try BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory).rest()
        let archive = try ZipArchive(bytes, path: path)
        // Refused before anything is unpacked; an array whose first axis varies fastest is turned, and so held twice for a while.
        let unpacked = archive.entries.reduce(0) { $0 + $1.byteCount }
        let largest = archive.entries.map(\.byteCount).max() ?? 0
        try memory.require(bytes.count + unpacked + largest, file: path)
        return try archive.entries.map { entry in
            guard entry.name.hasSuffix(suffix), entry.name.count > suffix.count else {
                throw DataError(file: path, "the member '\(entry.name)' is no \(suffix) file")
            }
            let source = ArraySource(file: path, name: String(entry.name.dropLast(suffix.count)))
            do {
                return (source.name!, try NPYFile.decode(archive.content(of: entry), source))
            } catch let damage as ArrayDamage {
                throw source.error(damage)
            }
        }
    }

    /// The bytes of a file, as `numpy.savez` writes it or, packed, `numpy.savez_compressed`.
    ///
    /// Throws `DataError` if two arrays have the same name, if a name is none, or if the file would be larger than the form allows
    /// without ZIP64.
    public static func encode(
        _ arrays: [(name: String, array: NumericArray)], isCompressed: Bool = false
    ) throws -> [UInt8] {
        var writer = ZipWriter()
        var names: Set<String> = []
        for (name, array) in arrays {
            guard names.insert(name).inserted else { throw DataError("two arrays have the same name '\(name)'") }
            guard !name.isEmpty, ZipDirectory.isName(name + suffix), name.utf8.count < 1 << 15 else {
                throw DataError(
                    "an array cannot be named '\(name)': a name is a text without backslash, '..' and control characters"
                )
            }
            try writer.add(name + suffix, NPYFile.encode(array), isDeflated: isCompressed)
        }
        return writer.bytes
    }
}
