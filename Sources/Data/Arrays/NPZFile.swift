/// Files of several arrays in NumPy's form .npz: a ZIP archive with a .npy file for each array, of any size.
public enum NPZFile {
    /// Reads all arrays of a file, in the order in which they were written.
    ///
    /// Throws `DataError` if the file is not exactly that, or if it and its arrays take more than `memory` allows.
    public static func read(path: String, memory: MemoryLimit = .none) throws -> [(name: String, array: NumericArray)] {
        let archive = try NPZArchive(path: path, memory: memory)
        try archive.requireArraysAlone()
        return try archive.names.map { ($0, try archive.array($0)) }
    }

    /// The bytes of a file, as `numpy.savez` writes it or, packed, `numpy.savez_compressed`.
    ///
    /// Throws `DataError` if two arrays have the same name or if a name is none.
    public static func encode(
        _ arrays: [(name: String, array: NumericArray)], isCompressed: Bool = false
    ) throws -> [UInt8] {
        var writer = ZipWriter()
        var names: Set<[UInt8]> = []
        for (name, array) in arrays {
            guard names.insert(Array(name.utf8)).inserted else {
                throw DataError("two arrays have the same name '\(name)'")
            }
            guard !name.isEmpty, ZipDirectory.isName(name + NPZArchive.suffix), name.utf8.count < 1 << 15 else {
                throw DataError(
                    "an array cannot be named '\(name)': a name is a text without backslash, '..' and control characters"
                )
            }
            writer.add(name + NPZArchive.suffix, NPYFile.encode(array), isDeflated: isCompressed)
        }
        return writer.bytes
    }
}
