import SwiftletData

/// PNG chunk by chunk, for tests, and for a fuzzer that makes checksums right.
public enum PNGPieces {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    /// A file of the given size, type and rows, each after its filter byte.
    public static func file(
        width: UInt32, height: UInt32, bitDepth: UInt8, colorType: UInt8, isInterlaced: Bool = false,
        palette: [UInt8] = [], transparency: [UInt8] = [], rows: [UInt8]
    ) -> [UInt8] {
        let header = bigEndian(width) + bigEndian(height) + [bitDepth, colorType, 0, 0, isInterlaced ? 1 : 0]
        return signature + chunk("IHDR", header)
            + (palette.isEmpty ? [] : chunk("PLTE", palette))
            + (transparency.isEmpty ? [] : chunk("tRNS", transparency))
            + chunk("IDAT", Packing.zlib.packed(rows)) + chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + data
        return bigEndian(UInt32(data.count)) + checked + bigEndian(CRC32(checked[...]).value)
    }

    /// The bytes with the right checksum in every chunk that is whole.
    public static func withRightChecksums(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var position = signature.count
        while bytes.count - position >= 12 {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { break }
            let end = position + 8 + length
            bytes.replaceSubrange(end..<end + 4, with: bigEndian(CRC32(bytes[position + 4..<end]).value))
            position = end + 4
        }
        return bytes
    }

    /// Four bytes, the highest first.
    public static func bigEndian(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian, Array.init) }
}
