/// What the first bytes of a PNG file say of the picture (PNG specification, chunk IHDR).
struct PNGHeader {
    /// Pixels.
    let width: Int
    /// Pixels.
    let height: Int
    /// Numbers a pixel: 1 grey, 2 grey with alpha, 3 RGB (also by palette), 4 RGB with alpha.
    let channels: Int

    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    /// nil for what is not the beginning of a PNG file.
    init?(_ bytes: some Collection<UInt8>) {
        // Signature, then the length and the name of the first chunk, which begins with both sizes in big-endian order, bit
        // depth and colour type.
        let head = Array(bytes.prefix(26))
        guard head.count == 26, head.starts(with: Self.signature), head[12..<16].elementsEqual("IHDR".utf8),
            let channels = [0: 1, 2: 3, 3: 3, 4: 2, 6: 4][head[25]]
        else { return nil }
        func number(at offset: Int) -> Int { head[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        width = number(at: 16)
        height = number(at: 20)
        self.channels = channels
    }
}
