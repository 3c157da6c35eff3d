/// A ZIP archive in memory: stored and deflated members, as far as the format of 2 GiB and 65,535 members goes (no ZIP64).
///
/// The directory at the end of the file alone is believed, and checked: every member lies within the file, none overlaps
/// another, and no name leads out of a folder.
struct ZipArchive {
    private let path: String
    private let bytes: [UInt8]
    /// The members in the order of the directory.
    let entries: [ZipEntry]

    /// Reads the directory of an archive. `path` is what errors call it. Throws `DataError`.
    init(_ bytes: [UInt8], path: String) throws {
        self.bytes = bytes
        self.path = path
        entries = try ZipDirectory(bytes, path: path).entries
    }

    /// The content of a member, which holds as many bytes as its entry says. Throws `DataError` if it is damaged.
    func content(of entry: ZipEntry) throws -> [UInt8] {
        let packed = bytes[entry.content]
        let content =
            switch entry.method {
            case .stored: Array(packed)
            case .deflated: Deflate.unpacked(packed, count: entry.byteCount)
            }
        guard let content else {
            throw DataError(file: path, "the member '\(entry.name)' is damaged: it cannot be unpacked")
        }
        guard CRC32(content[...]).value == entry.checksum else {
            throw DataError(file: path, "the member '\(entry.name)' is damaged: its checksum is wrong")
        }
        return content
    }
}
