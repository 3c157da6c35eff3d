/// The chunks of a PNG datastream (W3C, PNG third edition, section 5) whose checksum is right.
///
/// A wrong checksum is an error in a critical chunk. An ancillary one is ignored then, as libpng does by default: the image can be
/// decoded without it.
struct PNGChunks {
    /// A chunk: its four letters, and where its data lie in the datastream.
    struct Chunk {
        let type: String
        let data: Range<Int>
        /// Whether the image cannot be decoded without it: bit 5 of the first letter is not set.
        var isCritical: Bool { type.first!.isUppercase }
        /// Length, type, data and checksum.
        var whole: Range<Int> { data.lowerBound - 8..<data.upperBound + 4 }
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    let chunks: [Chunk]
    let width: Int
    let height: Int
    let bitDepth: Int
    let colorType: Int

    /// Bytes of compressed pixels.
    var compressedSize: Int { chunks.lazy.filter { $0.type == "IDAT" }.map(\.data.count).reduce(0, +) }

    /// Least bits that a pixel takes before compression.
    var bitsPerPixel: Int {
        let channels = [2: 3, 4: 2, 6: 4][colorType] ?? 1
        return channels * bitDepth
    }

    /// Finds the chunks. What follows the end chunk is no part of the picture and ignored. Throws `DataError` (which begins
    /// with `name`) if the datastream is cut off, damaged, or none.
    init(_ bytes: [UInt8], name: String?) throws {
        guard bytes.starts(with: Self.signature) else {
            throw DataError(file: name, Self.wrongSignature(bytes))
        }
        var chunks: [Chunk] = []
        var position = Self.signature.count
        var number = 0
        while chunks.last?.type != "IEND" {
            number += 1
            guard bytes.count - position >= 12 else {
                throw DataError(file: name, "the PNG data are cut off: they end in chunk \(number)")
            }
            let length = Int(bytes[position...].bigEndian32(at: 0))
            let letters = bytes[position + 4..<position + 8]
            guard letters.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }) else {
                throw DataError(file: name, "the PNG data are damaged: the type of chunk \(number) is no four letters")
            }
            let type = String(decoding: letters, as: UTF8.self)
            guard length <= bytes.count - position - 12 else {
                throw DataError(
                    file: name, "the PNG data are cut off: they end in chunk \(number) (\(type)) of \(length) bytes")
            }
            let chunk = Chunk(type: type, data: position + 8..<position + 8 + length)
            let isIntact =
                CRC32(bytes[position + 4..<chunk.data.upperBound]).value
                == bytes[chunk.data.upperBound...].bigEndian32(at: 0)
            guard isIntact || !chunk.isCritical else {
                throw DataError(
                    file: name, "the PNG data are damaged: the checksum of chunk \(number) (\(type)) is wrong")
            }
            if isIntact { chunks.append(chunk) }
            position = chunk.whole.upperBound
        }
        guard let header = chunks.first, header.type == "IHDR", header.data.count == 13 else {
            throw DataError(file: name, "the PNG data are damaged: they do not begin with a header (IHDR) of 13 bytes")
        }
        let fields = bytes[header.data]
        self.chunks = chunks
        width = Int(fields.bigEndian32(at: 0))
        height = Int(fields.bigEndian32(at: 4))
        bitDepth = Int(fields[fields.startIndex + 8])
        colorType = Int(fields[fields.startIndex + 9])
    }

    /// The datastream without comments, colour spaces and whatever else may be left out: critical chunks (whose type begins with
    /// a capital letter) and transparency.
    func pixelsAlone(of bytes: [UInt8]) -> [UInt8] {
        var kept = Self.signature
        for chunk in chunks where chunk.type == "tRNS" || chunk.isCritical { kept += bytes[chunk.whole] }
        return kept
    }

    /// The signature holds a CR LF and a byte above 127 in order to show what a conversion of text did to a file.
    private static func wrongSignature(_ bytes: [UInt8]) -> String {
        if signature.starts(with: bytes) { return "the PNG data are cut off: they end in the signature" }
        let textConversions: [[UInt8]] = [
            [0x89, 0x50, 0x4e, 0x47, 0x0a], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0d], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x1a],
            [0xef, 0xbf, 0xbd, 0x50, 0x4e, 0x47], [0xc2, 0x89, 0x50, 0x4e, 0x47], [0x09, 0x50, 0x4e, 0x47],
        ]
        if textConversions.contains(where: bytes.starts) { return "the PNG data are damaged: \(textConversion)" }
        return "this is no PNG: its first 8 bytes are not the signature"
    }
}

/// What files say of themselves whose line ends or letters somebody converted.
let textConversion = "the file seems to have gone through a text conversion that damages binary data"
