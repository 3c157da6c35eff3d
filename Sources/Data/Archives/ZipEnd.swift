/// The end of a ZIP archive: where its directory lies and how many entries it has, by the record of ZIP64 where there is one.
struct ZipEnd {
    /// Where the directory lies in the file.
    let directory: Range<Int>
    /// Its entries.
    let count: Int

    /// Throws `DataError` if this is no archive, or a damaged one.
    init(_ file: RandomAccessFile) throws {
        func error(_ reason: String) -> DataError { DataError(file: file.path, reason) }
        let tailStart = max(0, file.count - ZipFormat.endBytes - ZipFormat.longestComment - ZipFormat.locatorBytes)
        let bytes = try file.bytes(tailStart..<file.count)
        guard let start = Self.start(in: bytes) else {
            throw error("this is no ZIP archive, or it is cut off: the end of its directory is missing")
        }
        let fields = Self.fields(bytes[start...])
        let locator = bytes[..<start].suffix(ZipFormat.locatorBytes)
        guard locator.count == ZipFormat.locatorBytes, locator.littleEndian32(at: 0) == ZipFormat.locatorSignature
        else {
            if fields.contains(where: \.isBeyond) {
                throw error("the archive is damaged: it is ZIP64, but the record of that is missing")
            }
            (directory, count) = try Self.checked(fields.map(\.value), before: tailStart + start, error)
            return
        }
        let end = tailStart + start - ZipFormat.locatorBytes
        guard let place = Int(exactly: locator.littleEndian64(at: 8)), place <= end - ZipFormat.end64Bytes,
            case let wide = try file.bytes(place..<place + ZipFormat.end64Bytes)[...],
            wide.littleEndian32(at: 0) == ZipFormat.end64Signature,
            wide.littleEndian64(at: 4) == UInt64(end - place - 12)
        else { throw error("the archive is damaged: the record of ZIP64 is not where its locator says") }
        let wideFields =
            [16, 20].map { UInt64(wide.littleEndian32(at: $0)) } + [24, 32, 40, 48].map { wide.littleEndian64(at: $0) }
        guard zip(fields, wideFields).allSatisfy({ $0.isBeyond || $0.value == $1 }) else {
            throw error("the archive is damaged: the record of ZIP64 disagrees with the end of the directory")
        }
        (directory, count) = try Self.checked(wideFields, before: place, error)
    }

    /// Where the end of the directory begins, behind which there is a comment only.
    private static func start(in bytes: [UInt8]) -> Int? {
        let last = bytes.count - ZipFormat.endBytes
        guard last >= 0 else { return nil }
        return stride(from: last, through: max(0, last - ZipFormat.longestComment), by: -1).first { start in
            bytes[start...].littleEndian32(at: 0) == ZipFormat.endSignature
                && Int(bytes[start...].littleEndian16(at: 20)) == last - start
        }
    }

    /// Number of this file and of the one in which the directory begins, entries here and in all, bytes and place of the
    /// directory; each with whether it is the number that stands for one that does not fit.
    private static func fields(_ end: ArraySlice<UInt8>) -> [(value: UInt64, isBeyond: Bool)] {
        [4, 6, 8, 10].map { (UInt64(end.littleEndian16(at: $0)), end.littleEndian16(at: $0) == .max) }
            + [12, 16].map { (UInt64(end.littleEndian32(at: $0)), end.littleEndian32(at: $0) == .max) }
    }

    private static func checked(
        _ fields: [UInt64], before end: Int, _ error: (String) -> DataError
    ) throws -> (directory: Range<Int>, count: Int) {
        guard fields[0] == 0, fields[1] == 0, fields[2] == fields[3] else {
            throw error("the archive is spread over several files")
        }
        let (size, start) = (fields[4], fields[5])
        let (sum, overflows) = start.addingReportingOverflow(size)
        guard !overflows, sum == end, fields[3] <= size / UInt64(ZipFormat.entryBytes) else {
            throw error(
                "the archive is damaged: its directory should lie before byte \(end), but lies at \(start) with \(size) bytes"
            )
        }
        return (Int(start)..<end, Int(fields[3]))
    }
}
