import SwiftletTensor

extension CheckpointHeader {
    /// Reads a header from its JSON text and checks that its tensors fill the `dataByteCount` bytes behind it exactly.
    ///
    /// Throws `CheckpointDamage`.
    init(parsing text: [UInt8], dataByteCount: Int) throws {
        do {
            try self.init(scanning: text, dataByteCount: dataByteCount)
        } catch let damage as JSONDamage {
            throw CheckpointDamage(
                "the header is malformed at byte \(damage.position), where \(damage.expected) was expected")
        }
    }

    private init(scanning text: [UInt8], dataByteCount: Int) throws {
        var scanner = JSONScanner(text)
        var entries: [Entry] = []
        var metadata: [String: String]?
        // By their bytes: texts that Swift calls equal may be different names.
        var names: Set<[UInt8]> = []
        try scanner.readObject { name, scanner in
            guard names.insert(Array(name.utf8)).inserted else {
                throw CheckpointDamage("the header names '\(name)' twice")
            }
            if name == Self.metadataKey {
                metadata = try Self.readMetadata(&scanner)
            } else {
                entries.append(try Self.readEntry(name, &scanner, dataByteCount: dataByteCount))
            }
        }
        try scanner.expectEnd()
        try Self.checkLayout(entries, dataByteCount: dataByteCount)
        self.entries = entries
        self.metadata = metadata ?? [:]
    }

    private static func readMetadata(_ scanner: inout JSONScanner) throws -> [String: String] {
        var metadata: [String: String] = [:]
        try scanner.readObject { key, scanner in
            let value = try scanner.readString()
            if let index = metadata.index(forKey: key) {
                let isSame = metadata[index].key.utf8.elementsEqual(key.utf8)
                throw CheckpointDamage(
                    "the metadata names '\(key)' twice" + (isSame ? "" : ", in two spellings that Unicode calls equal"))
            }
            metadata[key] = value
        }
        return metadata
    }

    private static func readEntry(
        _ name: String, _ scanner: inout JSONScanner, dataByteCount: Int
    ) throws -> Entry {
        var typeName: String?
        var sizes: [Int]?
        var offsets: [Int]?
        var fields: Set<String> = []
        try scanner.readObject { field, scanner in
            guard fields.insert(field).inserted else {
                throw CheckpointDamage("tensor '\(name)' has the field '\(field)' twice")
            }
            switch field {
            case "dtype": typeName = try scanner.readString()
            case "shape": sizes = try scanner.readNumbers()
            case "data_offsets": offsets = try scanner.readNumbers()
            default: throw CheckpointDamage("tensor '\(name)' has the unknown field '\(field)'")
            }
        }
        guard let typeName, let sizes, let offsets else {
            let missing = ["dtype", "shape", "data_offsets"].filter { !fields.contains($0) }
            throw CheckpointDamage("tensor '\(name)' has no \(missing.joined(separator: ", "))")
        }
        guard let type = NumberType(rawValue: typeName) else {
            let known = NumberType.allCases.map(\.rawValue).joined(separator: ", ")
            throw CheckpointDamage("tensor '\(name)' has numbers of type \(typeName); only \(known) can be read")
        }
        let byteCount = try self.byteCount(name, type, sizes)
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw CheckpointDamage("tensor '\(name)' needs two rising data offsets, not \(offsets)")
        }
        guard offsets[1] <= dataByteCount else {
            throw CheckpointDamage(
                "tensor '\(name)' ends at byte \(offsets[1]) of the data, but the file has only \(dataByteCount)")
        }
        guard offsets[1] - offsets[0] == byteCount else {
            throw CheckpointDamage(
                "tensor '\(name)' of shape \(sizes) needs \(byteCount) bytes, but has \(offsets[1] - offsets[0])")
        }
        return Entry(name: name, type: type, shape: Shape(sizes), offset: offsets[0])
    }

    /// The bytes that a tensor needs. A product that overflows is damage even where another size is 0.
    private static func byteCount(_ name: String, _ type: NumberType, _ sizes: [Int]) throws -> Int {
        guard sizes.count <= Shape.maximumRank else {
            throw CheckpointDamage(
                "tensor '\(name)' has \(sizes.count) axes; at most \(Shape.maximumRank) can be read")
        }
        var bound = type.byteCount
        for size in sizes {
            let (product, overflows) = bound.multipliedReportingOverflow(by: max(size, 1))
            guard !overflows else { throw CheckpointDamage("tensor '\(name)' has an impossible shape \(sizes)") }
            bound = product
        }
        return sizes.contains(0) ? 0 : bound
    }

    /// Checks that the tensors lie one after the other from the first byte of the data to the last.
    private static func checkLayout(_ entries: [Entry], dataByteCount: Int) throws {
        var end = 0
        for entry in entries.sorted(by: { ($0.offset, $0.end) < ($1.offset, $1.end) }) {
            guard entry.offset >= end else {
                throw CheckpointDamage("tensor '\(entry.name)' overlaps the one before it in the data")
            }
            guard entry.offset == end else {
                throw CheckpointDamage("no tensor holds bytes \(end) to \(entry.offset) of the data")
            }
            end = entry.end
        }
        guard end == dataByteCount else {
            throw CheckpointDamage("no tensor holds the last \(dataByteCount - end) bytes")
        }
    }
}
