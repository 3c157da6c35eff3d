/// What the first bytes of a PNG file say of the picture (PNG specification, chunk IHDR).
struct PNGHeader {
    /// Pixels.
    let width: Int32
    /// Pixels.
    let height: Int32
    /// Numbers a pixel: 1 grey, 2 grey with alpha, 3 RGB (also by palette), 4 RGB with alpha.
    let channels: Int32

    /// nil for what is not the beginning of a PNG file.
    init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        guard bytes.count > 25, bytes.starts(with: signature), Array(bytes[12..<16]) == Array("IHDR".utf8),
            let channels = [0: 1, 2: 3, 3: 3, 4: 2, 6: 4][bytes[25]]
        else { return nil }
        func number(at offset: Int) -> Int32 { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int32($1) } }
        width = number(at: 16)
        height = number(at: 20)
        self.channels = Int32(channels)
    }
}
