/// A .npz file that is open for reading: its arrays are read one at a time, when they are asked for.
public struct NPZArchive {
    static let suffix = ".npy"
    /// Most bytes of a file that cannot be read at any place, as one that is gzip.
    private static let maximumBytes = 1 << 34

    private let archive: ZipArchive
    private let path: String
    private let memory: MemoryLimit
    /// Bytes of the archive that are held.
    private let held: Int

    /// Opens a file. Throws `DataError` if it is no archive, or if all of its members together, unpacked, take more than `memory`
    /// allows.
    public init(path: String, memory: MemoryLimit = .none) throws {
        try self.init(RandomAccessFile(path: path, maximumBytes: Self.maximumBytes, memory: memory), memory: memory)
    }

    init(_ reader: BinaryReader, memory: MemoryLimit) throws {
        try self.init(RandomAccessFile(reader), memory: memory)
    }

    init(_ file: RandomAccessFile, memory: MemoryLimit) throws {
        path = file.path
        self.memory = memory
        held = file.heldCount
        archive = try ZipArchive(file)
    }

    /// Names of the arrays, in the order in which they were written.
    public var names: [String] {
        archive.entries.map(\.name).filter { $0.utf8.count > Self.suffix.utf8.count && $0.hasSuffix(Self.suffix) }
            .map { String($0.dropLast(Self.suffix.count)) }
    }

    /// Reads an array. Throws `DataError` if it is not there, damaged, or takes more than the memory limit allows.
    public func array(_ name: String) throws -> NumericArray {
        guard let entry = entry(name) else {
            throw DataError(file: path, "there is no array '\(name)'; there are \(names.joined(separator: ", "))")
        }
        let source = ArraySource(file: path, name: name)
        do {
            // An array whose first axis varies fastest is turned, and so held twice for a while.
            try memory.require(held + 2 * entry.byteCount, file: path)
            return try NPYFile.decode(archive.content(of: entry), source)
        } catch let damage as ArrayDamage {
            throw source.error(damage)
        }
    }

    /// Kind and shape of an array, from its beginning alone; nil if it cannot be read.
    func header(_ name: String) -> NPYHeader? {
        guard let entry = entry(name) else { return nil }
        return try? NPYFile.header(ofBeginning: archive.beginning(of: entry, count: NPYFile.maximumBeginning))
    }

    /// Throws `DataError` for a member that is no array, and if all arrays together take more than the memory limit allows.
    func requireArraysAlone() throws {
        for entry in archive.entries
        where !entry.name.hasSuffix(Self.suffix) || entry.name.utf8.count == Self.suffix.utf8.count {
            throw DataError(file: path, "the member '\(entry.name)' is no \(Self.suffix) file")
        }
        let unpacked = archive.entries.reduce(0) { $0.addingReportingOverflow($1.byteCount).partialValue }
        try memory.require(held + unpacked + (archive.entries.map(\.byteCount).max() ?? 0), file: path)
    }

    /// By the bytes of the name: texts that Swift calls equal may be different names.
    private func entry(_ name: String) -> ZipEntry? {
        archive.entries.first { $0.name.utf8.elementsEqual((name + Self.suffix).utf8) }
    }
}
