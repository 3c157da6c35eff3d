/// Puts a ZIP archive together, member by member; of ZIP64 where a size, a place or the number of members asks for it. The same
/// members make the same bytes: no time is recorded.
struct ZipWriter {
    private var members: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0
    /// From this number on, sizes, places and counts are written with 64 bits.
    private let wideFrom: (bytes: Int, members: Int)

    /// A writer that goes over to 64 bits where 32 (16 for the count) no longer do, or earlier.
    init(wideFrom: (bytes: Int, members: Int) = (Int(UInt32.max), Int(UInt16.max))) {
        self.wideFrom = wideFrom
    }

    /// Adds a member, whose name must be new and takes less than 32 KiB.
    mutating func add(_ name: String, _ content: [UInt8], isDeflated: Bool) {
        let packed = isDeflated ? Deflate.packed(content) : content
        let method = isDeflated ? ZipEntry.Method.deflated : .stored
        let flags = name.utf8.allSatisfy { $0 < 0x80 } ? 0 : ZipFormat.unicodeName
        let start = members.count
        let isLarge = max(packed.count, content.count) >= wideFrom.bytes
        let version = isLarge || start >= wideFrom.bytes ? ZipFormat.version64 : ZipFormat.version
        let (sizes, wideSizes) =
            isLarge
            ? (number(UInt32.max) + number(UInt32.max), number(UInt64(content.count)) + number(UInt64(packed.count)))
            : (number(UInt32(packed.count)) + number(UInt32(content.count)), [])
        let common =
            number(version) + number(flags) + number(method.rawValue) + number(UInt16(0))
            + number(ZipFormat.firstDate) + number(CRC32(content[...]).value) + sizes
            + number(UInt16(name.utf8.count))
        let extra = extraField(wideSizes)
        members += number(ZipFormat.memberSignature) + common + number(UInt16(extra.count)) + name.utf8 + extra
        members += packed
        let isFar = start >= wideFrom.bytes
        let entryExtra = extraField(wideSizes + (isFar ? number(UInt64(start)) : []))
        // Made by version, then after the common fields: extra field, comment, disk, attributes of the content and of the file.
        directory +=
            number(ZipFormat.entrySignature) + number(version) + common + number(UInt16(entryExtra.count))
            + number(UInt16(0)) + number(UInt16(0)) + number(UInt16(0)) + number(UInt32(0))
            + number(isFar ? .max : UInt32(start)) + name.utf8 + entryExtra
        count += 1
    }

    /// The whole archive.
    var bytes: [UInt8] {
        let (size, start) = (directory.count, members.count)
        let isWide = max(size, start) >= wideFrom.bytes || count >= wideFrom.members
        let end =
            isWide
            ? wideEnd + number(ZipFormat.endSignature) + [UInt8](repeating: 0, count: 4)
                + [UInt8](repeating: 0xff, count: 12)
            : number(ZipFormat.endSignature) + number(UInt16(0)) + number(UInt16(0)) + number(UInt16(count))
                + number(UInt16(count)) + number(UInt32(size)) + number(UInt32(start))
        return members + directory + end + number(UInt16(0))
    }

    /// The record of ZIP64 and its locator.
    private var wideEnd: [UInt8] {
        number(ZipFormat.end64Signature) + number(UInt64(ZipFormat.end64Bytes - 12)) + number(ZipFormat.version64)
            + number(ZipFormat.version64) + number(UInt32(0)) + number(UInt32(0)) + number(UInt64(count))
            + number(UInt64(count)) + number(UInt64(directory.count)) + number(UInt64(members.count))
            + number(ZipFormat.locatorSignature) + number(UInt32(0))
            + number(UInt64(members.count + directory.count)) + number(UInt32(1))
    }

    private func extraField(_ content: [UInt8]) -> [UInt8] {
        content.isEmpty ? [] : number(ZipFormat.extra64) + number(UInt16(content.count)) + content
    }

    private func number(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian, Array.init)
    }
}
