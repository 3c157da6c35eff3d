/// Grey pictures in PGM (Netpbm): binary (P5) or text (P2), levels up to 65535, two big-endian bytes each above 255.
public enum PGMFile {
    /// Reads a picture, as `decode` does. Throws `DataError` as well if the file cannot be read.
    public static func read(path: String) throws -> Image {
        try decode(ImageFile.bytes(path: path), name: path)
    }

    /// Decodes a picture; levels are scaled to 0...255 and rounded.
    ///
    /// Throws `DataError`, which begins with `name`, if the header is wrong or announces more than `Image.maximumPixels` or `memory` allow, if a
    /// level is above the maximum of the header, or unless the file holds exactly the pixels that the header announces. A line end
    /// after them is accepted; a second image, which Netpbm's tools can append, is not.
    public static func decode(_ bytes: [UInt8], name: String? = nil, memory: MemoryLimit = .none) throws -> Image {
        let isBinary = bytes.starts(with: [0x50, 0x35])
        guard isBinary || bytes.starts(with: [0x50, 0x32]) else {
            throw DataError(
                file: name, bytes.isEmpty ? "the file is empty" : "this is no PGM: it does not begin with P5 or P2")
        }
        var scanner = PGMScanner(bytes, from: 2, name: name)
        let width = try scanner.number("width")
        let height = try scanner.number("height")
        let maximum = try scanner.number("maximum level")
        try Image.requireSize(width: width, height: height, name: name, memory: memory)
        guard (1...65535).contains(maximum) else {
            throw DataError(file: name, "the header's maximum level is \(maximum); 1 to 65535 are possible")
        }
        let levels =
            isBinary
            ? try scanner.binaryLevels(width * height, bytesPerLevel: maximum > 255 ? 2 : 1)
            : try scanner.textLevels(width * height)
        if let wrong = levels.firstIndex(where: { $0 > maximum }) {
            throw DataError(
                file: name,
                "row \(wrong / width + 1), column \(wrong % width + 1) has the level \(levels[wrong]), above the header's maximum of \(maximum)"
            )
        }
        return Image(
            width: width, height: height, channels: 1,
            pixels: levels.map { UInt8((Int($0) * 255 + maximum / 2) / maximum) })
    }
}
