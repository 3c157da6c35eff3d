/// A ZIP archive: stored and deflated members, of any size and number (ZIP64).
///
/// The directory at the end of the file alone is believed, and checked: every member lies within the file, none overlaps
/// another, and no name leads out of a folder.
struct ZipArchive {
    private let file: RandomAccessFile
    /// The members in the order of the directory.
    let entries: [ZipEntry]

    /// Reads the directory of an archive. Throws `DataError`.
    init(_ file: RandomAccessFile) throws {
        self.file = file
        entries = try ZipDirectory(file).entries
    }

    /// The content of a member, which holds as many bytes as its entry says. Throws `DataError` if it is damaged.
    func content(of entry: ZipEntry) throws -> [UInt8] {
        let packed = try file.bytes(entry.content)
        let content =
            switch entry.method {
            case .stored: packed
            case .deflated: Deflate.unpacked(packed[...], count: entry.byteCount)
            }
        guard let content else {
            throw DataError(file: file.path, "the member '\(entry.name)' is damaged: it cannot be unpacked")
        }
        guard CRC32(content[...]).value == entry.checksum else {
            throw DataError(file: file.path, "the member '\(entry.name)' is damaged: its checksum is wrong")
        }
        return content
    }

    /// The first bytes of a member's content, at most `count`, unchecked.
    func beginning(of entry: ZipEntry, count: Int) throws -> [UInt8] {
        let packed = try file.bytes(entry.content.prefix(count + 1024))
        return entry.method == .stored ? Array(packed.prefix(count)) : Deflate.beginning(of: packed[...], count: count)
    }
}
