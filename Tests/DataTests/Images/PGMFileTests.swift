import TestSupport
import Testing

@testable import SwiftletData

@Suite struct PGMFileTests {
    func decode(_ header: String, _ pixels: [UInt8] = []) throws -> Image {
        try PGMFile.decode(Array(header.utf8) + pixels, name: "f.pgm")
    }

    func grey(_ width: Int, _ pixels: [UInt8]) -> Image {
        Image(width: width, height: pixels.count / width, channels: 1, pixels: pixels)
    }

    @Test func binary() throws {
        #expect(try decode("P5\n3 2\n255\n", [0, 10, 13, 32, 128, 255]) == grey(3, [0, 10, 13, 32, 128, 255]))
        #expect(try decode("P5 # a comment\n# 9 9\n2\t1 # two\n 255\n", [35, 35]) == grey(2, [35, 35]))
        #expect(try decode("P5 2 1 5 ", [1, 5]) == grey(2, [51, 255]))
    }

    @Test func sixteenBits() throws {
        #expect(try decode("P5 4 1 65535 ", [0, 0x81, 0, 0x80, 0x80, 0, 0xff, 0xff]) == grey(4, [1, 0, 128, 255]))
        #expect(try decode("P5 2 1 256 ", [1, 0, 0, 128]) == grey(2, [255, 128]))
    }

    @Test func text() throws {
        #expect(try decode("P2\n# made by hand\n3 2\n255\n0 1 2\n3 # three\n4 255") == grey(3, [0, 1, 2, 3, 4, 255]))
        #expect(try decode("P2\r\n2 1\r\n1000\r\n0 500\r\n") == grey(2, [0, 128]))
    }

    /// A line end after the pixels is what editors and some programs add; a comment may follow the maximum level at once.
    @Test func lineEndAfterThePixels() throws {
        for end in ["\n", "\r\n", "\r", " \n"] {
            #expect(try decode("P5\n2 2\n255\n", [1, 2, 3, 10] + Array(end.utf8)) == grey(2, [1, 2, 3, 10]))
            #expect(try decode("P5 1 1 65535\n", [0x80, 0] + Array(end.utf8)) == grey(1, [128]))
            #expect(try decode("P2 2 1 255\n7 8\(end)") == grey(2, [7, 8]))
        }
        #expect(try decode("P5 2 1 255# 9 9\n", [10, 13]) == grey(2, [10, 13]))
        #expect(try decode("P5 2 1 255# 9 9\r\n", [10, 13]) == grey(2, [10, 13]))
        // More white space may be pixels, as all of it where CR LF in the header tells of a conversion.
        expectDataError("4 bytes of pixels, but the file holds 7") {
            try decode("P5 2 2 255 ", [1, 2, 3, 4, 10, 10, 10])
        }
        expectDataError("text conversion") { try decode("P5\r\n2 1\r\n255\r\n", [1, 13, 10]) }
        expectDataError("another image follows; a file of a single image was expected") {
            try decode("P5 2 1 255 ", [1, 2] + Array("P5 2 1 255 ".utf8) + [3, 4])
        }
    }

    @Test func scaling() throws {
        for maximum in [1, 2, 3, 100, 254, 255, 256, 1000, 65535] {
            for level in [0, 1, maximum / 2, maximum - 1, maximum] {
                let image = try decode("P2 1 1 \(maximum)\n\(level)")
                let exact = Double(level) * 255 / Double(maximum)
                #expect(abs(Double(image.pixels[0]) - exact) <= 0.5)
            }
        }
    }

    @Test func damage() {
        let cases: [(String, [UInt8], String)] = [
            ("", [], "the file is empty"),
            ("P6 1 1 255 ", [0], "this is no PGM: it does not begin with P5 or P2"),
            ("P5", [], "cut off: it ends before the width"),
            ("P5\n3 ", [], "cut off: it ends before the height"),
            ("P5\n3 # 2", [], "cut off: it ends before the height"),
            ("P5\n3 2\n", [], "cut off: it ends before the maximum level"),
            ("P53 2 255 ", [0], "a whole number was expected as the width"),
            ("P5 -3 2 255 ", [0], "a whole number was expected as the width"),
            ("P5 3x 2 255 ", [0], "a whole number was expected as the width"),
            ("P5 3 2.5 255 ", [0], "a whole number was expected as the height"),
            ("P5 1 1 255x", [0], "a whole number was expected as the maximum level"),
            ("P5 0 2 255 ", [], "announces 0 x 2 pixels, which is nothing"),
            ("P5 1 1 0 ", [0], "maximum level is 0; 1 to 65535 are possible"),
            ("P5 1 1 65536 ", [0, 0], "maximum level is 65536; 1 to 65535 are possible"),
            ("P5 99999999999999999999 1 255 ", [0], "the width is too large"),
            (
                "P5 4000000000 4000000000 255 ", [0],
                "announces 4000000000 x 4000000000 pixels, more than the bound of 67108864"
            ),
            ("P5 8192 8193 255 ", [0], "announces 8192 x 8193 pixels, more than the bound of 67108864"),
            ("P5 8192 8192 255 ", [0], "announces 67108864 bytes of pixels, but the file holds 1; it is cut off"),
            ("P2 8192 8192 255 ", [0x31], "cannot hold the 67108864 levels"),
            ("P5 2 2 255 ", [1, 2, 3], "announces 4 bytes of pixels, but the file holds 3; it is cut off"),
            ("P5 2 2 255", [], "announces 4 bytes of pixels, but the file holds 0; it is cut off"),
            ("P5 2 1 256 ", [0, 1, 2], "announces 4 bytes of pixels, but the file holds 3; it is cut off"),
            ("P5 2 2 255 ", [1, 2, 3, 4, 5], "announces 4 bytes of pixels, but the file holds 5"),
            ("P5 2 2 100 ", [1, 2, 101, 4], "row 2, column 1 has the level 101, above the header's maximum of 100"),
            ("P2 2 1 9\n3 10", [], "row 1, column 2 has the level 10, above the header's maximum of 9"),
            ("P2 2 1 9\n3 70000", [], "level 2 of 2 is 70000"),
            ("P2 2 1 9\n3 -1", [], "a whole number was expected as the level 2 of 2"),
            ("P2 2 2 9\n1 2    3", [], "cut off: it ends before the level 4 of 4"),
            ("P2 2 1 9\n1 2 3", [], "goes on after the 2 levels"),
        ]
        for (header, pixels, sentence) in cases {
            let whole = expectDataError(sentence) { try decode(header, pixels) }
            #expect(whole.hasPrefix("f.pgm: ") && !whole.contains("text conversion"), "\(header)")
        }
    }

    /// As the damaged copies of the ORL faces: every LF and every CR has become CR LF.
    @Test func textConversion() throws {
        func converted(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { $0 == 10 || $0 == 13 ? [13, 10] : [$0] } }
        let whole = Array("P5\n3 2\n255\n".utf8) + [1, 10, 13, 32, 128, 255]
        expectDataError(
            "announces 6 bytes of pixels, but the file holds 8; the header has CR LF: the file seems to have gone through a text conversion that damages binary data"
        ) {
            try PGMFile.decode(converted(whole))
        }
        // The same when it is cut off to the length that it should have.
        expectDataError("text conversion") { try PGMFile.decode(Array(converted(whole).prefix(whole.count))) }
        // No pixel has changed here.
        let harmless = Array("P5\n3 2\n255\n".utf8) + [1, 11, 12, 32, 128, 255]
        #expect(try PGMFile.decode(converted(harmless)).pixels == [1, 11, 12, 32, 128, 255])
    }

    @Test func cutOffAnywhere() {
        for text in ["P5 3 1 255 abc", "P5 3 1 65535 abcdef", "P2 3 1 255 1 2 3"] {
            for length in 0..<text.utf8.count - 1 {
                expectDataError("f.pgm: ") { try decode(String(text.prefix(length))) }
            }
        }
    }
}
