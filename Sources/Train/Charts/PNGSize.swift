/// Width and height of a PNG file, read from its first bytes; a square of 1 pixel for anything else.
struct PNGSize: Equatable {
    let width: Int
    let height: Int

    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    init(of png: some Collection<UInt8>) {
        // Signature, then the length and the name of the first chunk, which begins with both sizes in big-endian order.
        let head = Array(png.prefix(24))
        guard head.count == 24, head.starts(with: Self.signature), head[12..<16].elementsEqual("IHDR".utf8) else {
            (width, height) = (1, 1)
            return
        }
        let sizes = [16, 20].map { start in head[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        (width, height) = (max(sizes[0], 1), max(sizes[1], 1))
    }

    /// The size at which the longer side is this long.
    func fitted(into side: Double) -> (width: Double, height: Double) {
        let longer = Double(max(width, height))
        return (side * Double(width) / longer, side * Double(height) / longer)
    }
}
