import TestSupport
import Testing

@testable import SwiftletData

@Suite struct PNGFileTests {
    static let depths: [(colorType: Int, depth: Int)] =
        [1, 2, 4, 8, 16].map { (0, $0) } + [1, 2, 4, 8].map { (3, $0) }
        + [2, 4, 6].flatMap { [($0, 8), ($0, 16)] }

    /// Samples over the whole range, of a picture whose width is no multiple of what fits into a byte.
    func png(_ colorType: Int, _ depth: Int, isInterlaced: Bool, width: Int = 13, height: Int = 11) -> TestPNG {
        var random = XorShift(seed: UInt64(colorType * 100 + depth))
        var png = TestPNG(
            width: width, height: height, bitDepth: depth, colorType: colorType, samples: [], isInterlaced: isInterlaced
        )
        if colorType == 3 {
            png.palette = (0..<3 << depth).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        png.samples = (0..<width * height * png.channels).map { _ in Int.random(in: 0..<1 << depth, using: &random) }
        return png
    }

    /// What the description of the format says that the samples mean, on white, before rounding.
    func expected(_ png: TestPNG) -> [Double] {
        if png.colorType == 3 { return png.samples.flatMap { png.palette[3 * $0..<3 * $0 + 3].map(Double.init) } }
        let levels = png.samples.map { Double($0) * 255 / Double(1 << png.bitDepth - 1) }
        guard png.colorType >= 4 else { return levels }
        return stride(from: 0, to: levels.count, by: png.channels).flatMap { start in
            let alpha = levels[start + png.channels - 1]
            return levels[start..<start + png.channels - 1].map { (alpha * $0 + (255 - alpha) * 255) / 255 }
        }
    }

    @Test(arguments: depths, [false, true])
    func everyType(type: (colorType: Int, depth: Int), isInterlaced: Bool) throws {
        let png = png(type.colorType, type.depth, isInterlaced: isInterlaced)
        let image = try PNGFile.decode(png.bytes)
        #expect(image.width == 13 && image.height == 11)
        #expect(image.channels == ([0, 4].contains(type.colorType) ? 1 : 3))
        let expected = expected(png)
        #expect(image.pixels.count == expected.count)
        // libpng has rounded 16 bits once before.
        #expect(zip(image.pixels, expected).allSatisfy { abs(Double($0) - $1) <= 0.503 })
    }

    /// 16 bits are rounded, not cut off: 0x0080 is 0.498 of a level, 0x0081 is 0.502.
    @Test func sixteenBitsAreRounded() throws {
        let samples = [0, 0x0080, 0x0081, 0x7fff, 0x8000, 0xff7e, 0xff7f, 0xffff]
        let image = try PNGFile.decode(TestPNG(width: 8, height: 1, bitDepth: 16, samples: samples).bytes)
        #expect(image.pixels == [0, 0, 1, 127, 128, 254, 255, 255])
        #expect(image.pixels == samples.map { UInt8((Double($0) / 257).rounded()) })
    }

    @Test func transparencyLiesOnTheBackground() throws {
        let png = TestPNG(width: 4, height: 1, colorType: 4, samples: [200, 255, 200, 0, 200, 51, 0, 102])
        #expect(try PNGFile.decode(png.bytes).pixels == [200, 255, 244, 153])
        #expect(try PNGFile.decode(png.bytes, background: 0).pixels == [200, 0, 40, 0])
        // One grey level, and one entry of a palette, that count as transparent.
        let keyed = TestPNG(width: 3, height: 1, samples: [9, 10, 11], transparency: [0, 10])
        #expect(try PNGFile.decode(keyed.bytes, background: 77).pixels == [9, 77, 11])
        let palette = TestPNG(
            width: 2, height: 1, colorType: 3, samples: [0, 1], palette: [1, 2, 3, 4, 5, 6], transparency: [0, 255])
        #expect(try PNGFile.decode(palette.bytes).pixels == [255, 255, 255, 4, 5, 6])
    }

    /// Comments, profiles and statements of gamma change nothing, and a bomb in one of them is not unpacked.
    @Test(arguments: [8, 16]) func valuesAreTakenAsTheyAre(depth: Int) throws {
        let factor = depth == 8 ? 1 : 257
        var png = TestPNG(width: 4, height: 1, bitDepth: depth, samples: [0, 50, 128, 255].map { $0 * factor })
        for gamma in [45455, 100_000, 1] {
            png.gamma = bigEndian(gamma)
            #expect(try PNGFile.decode(png.bytes).pixels == [0, 50, 128, 255])
        }
        let bomb = Array("name".utf8) + [0, 0] + TestPNG.deflated([UInt8](repeating: 0, count: 1 << 24))
        let file = TestPNG.file([
            ("IHDR", png.header), ("sRGB", [0]), ("iCCP", bomb), ("zTXt", bomb), ("IDAT", TestPNG.deflated(png.rows)),
        ])
        #expect(try PNGFile.decode(file).pixels == [0, 50, 128, 255])
    }

    @Test(arguments: [1, 3]) func roundTrip(channels: Int) throws {
        var random = XorShift(seed: 4)
        for (width, height) in [(1, 1), (7, 3), (300, 200)] {
            let image = Image(
                width: width, height: height, channels: channels,
                pixels: (0..<width * height * channels).map { _ in UInt8.random(in: 0...255, using: &random) })
            let bytes = PNGFile.encode(image)
            #expect(try PNGFile.decode(bytes) == image)
            #expect(PNGFile.encode(image) == bytes)
        }
        let flat = PNGFile.encode(Image(width: 300, height: 200, channels: channels, filling: 9))
        #expect(flat.count < 2000)
    }

    @Test func readsFilesWhateverTheirName() throws {
        let folder = try TemporaryFolder()
        let image = Image(width: 2, height: 2, channels: 1, pixels: [1, 2, 3, 4])
        let path = try folder.write(PNGFile.encode(image), to: "picture.pgm")
        #expect(try PNGFile.read(path: path) == image)
        #expect(try ImageFile.read(path: path) == image)
        #expect(try ImageFile.read(path: folder.write(gzip(PNGFile.encode(image)), to: "picture.gz")) == image)
        expectDataError("missing.png: there is no such file") { try ImageFile.read(path: "missing.png") }
        expectDataError("e.png: this is an empty file") { try ImageFile.read(path: folder.write([], to: "e.png")) }
        expectDataError("this is a JPEG image, but a PNG or PGM (P2, P5) image was expected") {
            try ImageFile.read(path: folder.write([0xff, 0xd8, 0xff], to: "a.png"))
        }
        expectDataError("this is a PPM image (P6), but a PNG or PGM (P2, P5) image was expected") {
            try ImageFile.read(path: folder.write("P6 1 1 255 abc", to: "a.png"))
        }
        expectDataError("this is UTF-8 text, but a PNG or PGM") {
            try ImageFile.read(path: folder.write("hello", to: "a.png"))
        }
    }

    @Test(arguments: [false, true]) func cutOffAnywhere(isInterlaced: Bool) throws {
        let whole = png(2, 8, isInterlaced: isInterlaced).bytes
        for length in 0..<whole.count {
            expectDataError("f.png: ") { try PNGFile.decode(Array(whole.prefix(length)), name: "f.png") }
        }
        #expect(try PNGFile.decode(whole + [1, 2, 3]).width == 13)
    }

    /// Every byte counts: each chunk has a checksum.
    @Test func aWrongByteAnywhere() throws {
        let whole = png(0, 8, isInterlaced: false).bytes
        for position in whole.indices {
            var bytes = whole
            bytes[position] ^= 0x20
            expectDataError("f.png: ") { try PNGFile.decode(bytes, name: "f.png") }
        }
        var bytes = whole
        bytes[whole.count - 20] ^= 1
        expectDataError("the checksum of chunk 2 (IDAT) is wrong") { try PNGFile.decode(bytes) }
    }

    /// What an image can be decoded without is ignored where its checksum is wrong: comments and times as well as transparency.
    @Test func aWrongChecksumOfAnAncillaryChunk() throws {
        let header = TestPNG(width: 2, height: 1, samples: [9, 200])
        func file(_ chunks: [[UInt8]]) -> [UInt8] {
            PNGChunks.signature + TestPNG.chunk("IHDR", header.header) + chunks.joined()
                + TestPNG.chunk("IDAT", TestPNG.deflated(header.rows)) + TestPNG.chunk("IEND", [])
        }
        func wrong(_ chunk: [UInt8]) -> [UInt8] { chunk.dropLast() + [chunk.last! ^ 1] }
        let grey = Image(width: 2, height: 1, channels: 1, pixels: [9, 200])
        for type in ["tEXt", "iTXt", "zTXt", "tIME", "gAMA", "iCCP", "prVt", "tRNS"] {
            #expect(try PNGFile.decode(file([wrong(TestPNG.chunk(type, [0, 9]))])) == grey, "\(type)")
        }
        #expect(try PNGFile.decode(file([TestPNG.chunk("tRNS", [0, 9])])).pixels == [255, 200])
        for type in ["IHDR", "PLTE", "IDAT", "ABCD"] {
            expectDataError("the checksum of chunk 2 (\(type)) is wrong") {
                try PNGFile.decode(file([wrong(TestPNG.chunk(type, [0, 9, 1]))]))
            }
        }
    }

    @Test func textConversion() {
        let whole = PNGFile.encode(Image(width: 2, height: 2, channels: 1, filling: 7))
        let conversions: [(UInt8) -> [UInt8]] = [
            { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }, { $0 == 0x0d ? [] : [$0] }, { $0 == 0x0a ? [] : [$0] },
            { [$0 & 127] },
            { $0 > 127 ? [0xef, 0xbf, 0xbd] : [$0] }, { $0 > 127 ? [0xc0 | $0 >> 6, 0x80 | $0 & 63] : [$0] },
        ]
        for conversion in conversions {
            expectDataError("text conversion that damages binary data") {
                try PNGFile.decode(whole.flatMap(conversion))
            }
        }
        expectDataError("this is no PNG") { try PNGFile.decode(Array("GIF89a..........".utf8)) }
    }

    /// Headers that ask for more memory than the file can fill, and compressed data that never end.
    @Test func bombs() {
        func file(width: Int, height: Int, _ rows: [UInt8]) -> [UInt8] {
            let png = TestPNG(width: width, height: height, samples: [])
            return TestPNG.file([("IHDR", png.header), ("IDAT", TestPNG.deflated(rows))])
        }
        expectDataError("announces 2147483647 x 2147483647 pixels, more than the bound of 67108864") {
            try PNGFile.decode(file(width: 0x7fff_ffff, height: 0x7fff_ffff, [0, 0]))
        }
        expectDataError("announces 65536 x 1025 pixels, more than the bound") {
            try PNGFile.decode(file(width: 65536, height: 1025, [0, 0]))
        }
        expectDataError("announces 8192 x 8192 pixels, more than 10 bytes of compressed data can hold") {
            try PNGFile.decode(file(width: 8192, height: 8192, [0, 0]))
        }
        expectDataError("announces 0 x 5 pixels") { try PNGFile.decode(file(width: 0, height: 5, [0, 0])) }
        // Far more data than the picture has: only its rows are unpacked.
        let surplus = file(width: 3, height: 1, [0, 1, 2, 3] + [UInt8](repeating: 0, count: 10_000_000))
        #expect((try? PNGFile.decode(surplus).pixels) ?? [1, 2, 3] == [1, 2, 3])
    }

    @Test func wrongStructure() {
        let good = TestPNG(width: 2, height: 2, samples: [1, 2, 3, 4])
        let pixels = TestPNG.deflated(good.rows)
        expectDataError("do not begin with a header (IHDR)") { try PNGFile.decode(TestPNG.file([("IDAT", pixels)])) }
        expectDataError("more than 0 bytes of compressed data can hold") {
            try PNGFile.decode(TestPNG.file([("IHDR", good.header)]))
        }
        expectDataError("libpng: ") {
            try PNGFile.decode(TestPNG.file([("IHDR", good.header), ("IDAT", TestPNG.deflated([0, 1, 2]))]))
        }
        expectDataError("libpng: ") {
            try PNGFile.decode(TestPNG.file([("IHDR", good.header), ("IDAT", [UInt8](repeating: 0xab, count: 99))]))
        }
        expectDataError("libpng: ") {
            try PNGFile.decode(TestPNG.file([("IHDR", good.header), ("XXXX", []), ("IDAT", pixels)]))
        }
        var header = good.header
        header[9] = 5
        expectDataError("libpng: ") { try PNGFile.decode(TestPNG.file([("IHDR", header), ("IDAT", pixels)])) }
        // A palette picture without a palette.
        header[9] = 3
        expectDataError("libpng: ") { try PNGFile.decode(TestPNG.file([("IHDR", header), ("IDAT", pixels)])) }
    }
}
