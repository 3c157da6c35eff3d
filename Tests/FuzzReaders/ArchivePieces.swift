import Packing
import SwiftletData

/// ZIP archives for a fuzzer that makes checksums right.
public enum ArchivePieces {
    private static let endBytes = 22
    private static let entryBytes = 46
    private static let memberBytes = 30
    /// Most that a member is unpacked to.
    private static let maximumBytes = 1 << 16

    /// The bytes with the right checksum of every member that the directory leads to.
    public static func withRightChecksums(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        func number(_ position: Int, _ count: Int) -> Int {
            bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard bytes.count >= endBytes else { return bytes }
        var entry = number(bytes.count - endBytes + 16, 4)
        while bytes.count - entry >= entryBytes, number(entry, 4) == 0x0201_4b50 {
            let (method, packed, plain) = (number(entry + 10, 2), number(entry + 20, 4), number(entry + 24, 4))
            let member = number(entry + 42, 4)
            guard member <= bytes.count - memberBytes else { break }
            let start = member + memberBytes + number(member + 26, 2) + number(member + 28, 2)
            guard packed <= bytes.count - start else { break }
            var content = Array(bytes[start..<start + packed])
            if method != 0 { content = Packing.raw.unpacked(content, maximumBytes: min(plain, maximumBytes)) }
            let checksum = withUnsafeBytes(of: CRC32(content[...]).value.littleEndian, Array.init)
            bytes.replaceSubrange(entry + 16..<entry + 20, with: checksum)
            bytes.replaceSubrange(member + 14..<member + 18, with: checksum)
            entry += entryBytes + number(entry + 28, 2) + number(entry + 30, 2) + number(entry + 32, 2)
        }
        return bytes
    }
}
