/// Reads and checks the directory of a ZIP archive.
struct ZipDirectory {
    private let path: String
    private let bytes: [UInt8]
    /// The members in the order of the directory.
    private(set) var entries: [ZipEntry] = []

    init(_ bytes: [UInt8], path: String) throws {
        self.bytes = bytes
        self.path = path
        let end = try endOfDirectory()
        let tail = bytes[end...]
        let (disk, firstDisk) = (tail.littleEndian16(at: 4), tail.littleEndian16(at: 6))
        let (onDisk, count) = (tail.littleEndian16(at: 8), tail.littleEndian16(at: 10))
        let (size, start) = (tail.littleEndian32(at: 12), tail.littleEndian32(at: 16))
        if count == .max || size == .max || start == .max { throw error("this is a ZIP64 archive, which is not read") }
        guard disk == 0, firstDisk == 0, onDisk == count else {
            throw error("the archive is spread over several files")
        }
        guard Int(start) + Int(size) == end else {
            throw error(
                "the archive is damaged: its directory should lie before byte \(end), but lies at \(start) with \(size) bytes"
            )
        }
        try readEntries(Int(count), Int(start)..<end)
        try requireApart()
    }

    private func error(_ reason: String) -> DataError { DataError(file: path, reason) }

    /// Where the end of the directory begins, behind which there is a comment only.
    private func endOfDirectory() throws -> Int {
        let last = bytes.count - ZipFormat.endBytes
        if last >= 0 {
            for start in stride(from: last, through: max(0, last - ZipFormat.longestComment), by: -1)
            where bytes[start...].littleEndian32(at: 0) == ZipFormat.endSignature
                && Int(bytes[start...].littleEndian16(at: 20)) == last - start
            {
                return start
            }
        }
        throw error("this is no ZIP archive, or it is cut off: the end of its directory is missing")
    }

    private mutating func readEntries(_ count: Int, _ directory: Range<Int>) throws {
        var position = directory.lowerBound
        var names: Set<String> = []
        for number in 1...max(count, 1) where count > 0 {
            let rest = bytes[position..<directory.upperBound]
            guard rest.count >= ZipFormat.entryBytes, rest.littleEndian32(at: 0) == ZipFormat.entrySignature else {
                throw error("the archive is damaged: entry \(number) of its directory is missing")
            }
            let nameBytes = Int(rest.littleEndian16(at: 28))
            let length =
                ZipFormat.entryBytes + nameBytes + Int(rest.littleEndian16(at: 30))
                + Int(rest.littleEndian16(at: 32))
            guard length <= rest.count else {
                throw error("the archive is damaged: entry \(number) of its directory is cut off")
            }
            let name = try name(rest.dropFirst(ZipFormat.entryBytes).prefix(nameBytes), ofMember: number)
            guard names.insert(name).inserted else { throw error("the archive has two members named '\(name)'") }
            entries.append(try entry(rest, name, before: directory.lowerBound))
            position += length
        }
        guard position == directory.upperBound else { throw error("the archive's directory goes on after its entries") }
    }

    /// Whether a name is one without control characters that stays within a folder, wherever that is.
    static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return !name.utf8.contains { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }
            && !parts.contains { $0 == "" || $0 == "." || $0 == ".." }
    }

    private func name(_ bytes: ArraySlice<UInt8>, ofMember number: Int) throws -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        // What is no UTF-8 was repaired.
        guard name.utf8.elementsEqual(bytes), Self.isName(name) else {
            throw error("member \(number) of the archive has a name that is empty, no UTF-8, or leads out of a folder")
        }
        return name
    }

    private func entry(_ fields: ArraySlice<UInt8>, _ name: String, before end: Int) throws -> ZipEntry {
        if fields.littleEndian16(at: 8) & ZipFormat.encrypted != 0 { throw error("the member '\(name)' is encrypted") }
        guard let method = ZipEntry.Method(rawValue: fields.littleEndian16(at: 10)) else {
            throw error(
                "the member '\(name)' is packed by method \(fields.littleEndian16(at: 10)); only stored and deflated ones are read"
            )
        }
        let (packed, plain) = (fields.littleEndian32(at: 20), fields.littleEndian32(at: 24))
        let start = fields.littleEndian32(at: 42)
        if packed == .max || plain == .max || start == .max {
            throw error("the member '\(name)' is of a ZIP64 archive, which is not read")
        }
        let content = try contentStart(Int(start), name, before: end)
        guard content + Int(packed) <= end else {
            throw error("the archive is damaged: the member '\(name)' is cut off")
        }
        let isPossible =
            method == .stored ? packed == plain : Int(plain) <= Int(packed) * Deflate.largestRatio
        guard isPossible else {
            throw error("the member '\(name)' announces \(plain) bytes, which its \(packed) bytes cannot come to")
        }
        return ZipEntry(
            name: name, method: method, checksum: fields.littleEndian32(at: 16),
            extent: Int(start)..<content + Int(packed), content: content..<content + Int(packed), byteCount: Int(plain))
    }

    /// Where a member's content begins. Its own header has a name and extra fields of other lengths than the directory's.
    private func contentStart(_ start: Int, _ name: String, before end: Int) throws -> Int {
        guard start + ZipFormat.memberHeaderBytes <= end,
            bytes[start...].littleEndian32(at: 0) == ZipFormat.memberSignature
        else { throw error("the archive is damaged: the member '\(name)' is not where its directory says") }
        let header = bytes[start...]
        let nameStart = start + ZipFormat.memberHeaderBytes
        let nameEnd = nameStart + Int(header.littleEndian16(at: 26))
        guard nameEnd <= end, bytes[nameStart..<nameEnd].elementsEqual(name.utf8) else {
            throw error("the archive is damaged: the member '\(name)' has another name in its own header")
        }
        return nameEnd + Int(header.littleEndian16(at: 28))
    }

    /// Members that share bytes would unpack to more than the file is long.
    private func requireApart() throws {
        let ordered = entries.sorted { $0.extent.lowerBound < $1.extent.lowerBound }
        for (first, second) in zip(ordered, ordered.dropFirst())
        where first.extent.upperBound > second.extent.lowerBound {
            throw error("the members '\(first.name)' and '\(second.name)' of the archive overlap")
        }
    }
}
