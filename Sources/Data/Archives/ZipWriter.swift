/// Puts a ZIP archive together, member by member. The same members make the same bytes: no time is recorded.
struct ZipWriter {
    private var members: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0
    /// Most bytes of an archive, and one less than the most members: beyond them it would have to be ZIP64.
    static let (maximumBytes, maximumMembers) = (Int(UInt32.max) - 1, Int(UInt16.max) - 1)

    /// Adds a member, whose name must be new. Throws `DataError` if the archive would become too large.
    mutating func add(_ name: String, _ content: [UInt8], isDeflated: Bool) throws {
        let packed = isDeflated ? Deflate.packed(content) : content
        let size = members.count + directory.count + packed.count + 2 * name.utf8.count + 200
        guard max(size, content.count) <= Self.maximumBytes, count < Self.maximumMembers else {
            throw DataError(
                "an archive holds less than 4 GiB and at most \(Self.maximumMembers) arrays, so '\(name)' has no place")
        }
        let method = isDeflated ? ZipEntry.Method.deflated : .stored
        let flags = name.utf8.allSatisfy { $0 < 0x80 } ? 0 : ZipFormat.unicodeName
        let start = UInt32(members.count)
        let common =
            number(ZipFormat.version) + number(flags) + number(method.rawValue) + number(UInt16(0))
            + number(ZipFormat.firstDate) + number(CRC32(content[...]).value) + number(UInt32(packed.count))
            + number(UInt32(content.count)) + number(UInt16(name.utf8.count)) + number(UInt16(0))
        members += number(ZipFormat.memberSignature) + common + name.utf8 + packed
        // Made by version, then after the common fields: comment, disk, attributes of the content and of the file.
        directory +=
            number(ZipFormat.entrySignature) + number(ZipFormat.version) + common + number(UInt16(0))
            + number(UInt16(0)) + number(UInt16(0)) + number(UInt32(0)) + number(start) + name.utf8
        count += 1
    }

    /// The whole archive.
    var bytes: [UInt8] {
        members + directory + number(ZipFormat.endSignature) + number(UInt16(0)) + number(UInt16(0))
            + number(UInt16(count)) + number(UInt16(count)) + number(UInt32(directory.count))
            + number(UInt32(members.count)) + number(UInt16(0))
    }

    private func number(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian, Array.init)
    }
}
