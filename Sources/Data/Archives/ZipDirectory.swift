/// Reads and checks the directory of a ZIP archive.
struct ZipDirectory {
    private let file: RandomAccessFile
    /// The members in the order of the directory.
    private(set) var entries: [ZipEntry] = []

    init(_ file: RandomAccessFile) throws {
        self.file = file
        let end = try ZipEnd(file)
        try readEntries(end.count, end.directory)
        try requireApart()
    }

    private func error(_ reason: String) -> DataError { DataError(file: file.path, reason) }

    private mutating func readEntries(_ count: Int, _ directory: Range<Int>) throws {
        let bytes = try file.bytes(directory)
        var position = 0
        // By their bytes: texts that Swift calls equal may be different names.
        var names: Set<[UInt8]> = []
        for number in 1...max(count, 1) where count > 0 {
            let rest = bytes[position...]
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
            let nameField = rest.dropFirst(ZipFormat.entryBytes).prefix(nameBytes)
            position += length
            // A folder has an entry of its own, without content, in archives of many writers.
            if nameField.last == UInt8(ascii: "/"), rest.littleEndian32(at: 24) == 0 { continue }
            let name = try name(nameField, ofMember: number)
            guard names.insert(Array(name.utf8)).inserted else {
                throw error("the archive has two members named '\(name)'")
            }
            entries.append(try entry(rest, name, before: directory.lowerBound))
        }
        guard position == bytes.count else { throw error("the archive's directory goes on after its entries") }
    }

    /// Whether a name is one without control characters that stays within a folder, wherever that is.
    static func isName(_ name: String) -> Bool {
        // By bytes: a slash with a combining character behind it is a slash for a file system.
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return !name.utf8.contains { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }
            && !parts.contains { part in ["", ".", ".."].contains { part.elementsEqual($0.utf8) } }
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
        let (packed, plain, start) = try extent(fields, name)
        let content = try contentStart(start, name, before: end)
        guard packed <= end - content else {
            throw error("the archive is damaged: the member '\(name)' is cut off")
        }
        let isPossible =
            method == .stored ? packed == plain : plain / Deflate.largestRatio <= packed
        guard isPossible else {
            throw error("the member '\(name)' announces \(plain) bytes, which its \(packed) bytes cannot come to")
        }
        return ZipEntry(
            name: name, method: method, checksum: fields.littleEndian32(at: 16),
            extent: start..<content + packed, content: content..<content + packed, byteCount: plain)
    }

    /// How many bytes a member has, packed and plain, and where it begins: numbers of 32 bits, or those of 64 bits in an extra
    /// field in place of those that do not fit.
    private func extent(_ fields: ArraySlice<UInt8>, _ name: String) throws -> (packed: Int, plain: Int, start: Int) {
        var extra = fields.dropFirst(ZipFormat.entryBytes + Int(fields.littleEndian16(at: 28)))
            .prefix(Int(fields.littleEndian16(at: 30)))
        var wide: ArraySlice<UInt8> = []
        while extra.count >= 4 {
            let field = extra.dropFirst(4).prefix(Int(extra.littleEndian16(at: 2)))
            if extra.littleEndian16(at: 0) == ZipFormat.extra64 { wide = field }
            extra = extra.dropFirst(4 + field.count)
        }
        func number(at distance: Int) throws -> Int {
            let narrow = fields.littleEndian32(at: distance)
            guard narrow == .max, !wide.isEmpty else { return Int(narrow) }
            guard wide.count >= 8, let number = Int(exactly: wide.littleEndian64(at: 0)) else {
                throw error("the archive is damaged: the sizes of the member '\(name)' are cut off")
            }
            wide = wide.dropFirst(8)
            return number
        }
        let plain = try number(at: 24)
        return (try number(at: 20), plain, try number(at: 42))
    }

    /// Where a member's content begins. Its own header has a name and extra fields of other lengths than the directory's.
    private func contentStart(_ start: Int, _ name: String, before end: Int) throws -> Int {
        guard start <= end - ZipFormat.memberHeaderBytes else { throw misplaced(name) }
        let nameStart = start + ZipFormat.memberHeaderBytes
        let header = try file.bytes(start..<nameStart)[...]
        guard header.littleEndian32(at: 0) == ZipFormat.memberSignature else { throw misplaced(name) }
        let nameEnd = nameStart + Int(header.littleEndian16(at: 26))
        guard nameEnd <= end, try file.bytes(nameStart..<nameEnd).elementsEqual(name.utf8) else {
            throw error("the archive is damaged: the member '\(name)' has another name in its own header")
        }
        return nameEnd + Int(header.littleEndian16(at: 28))
    }

    private func misplaced(_ name: String) -> DataError {
        error("the archive is damaged: the member '\(name)' is not where its directory says")
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
