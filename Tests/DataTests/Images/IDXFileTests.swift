import TestSupport
import Testing

@testable import SwiftletData

@Suite struct IDXFileTests {
    let folder: TemporaryFolder
    let images = bigEndian(0x803) + bigEndian(2) + bigEndian(2) + bigEndian(3) + Array(1...12)
    let labels = bigEndian(0x801) + bigEndian(2) + [7, 0]

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [false, true]) func readsPlainAndGzip(isPacked: Bool) throws {
        let set = try IDXFile.imageSet(
            images: folder.write(isPacked ? gzip(images) : images, to: "i"),
            labels: folder.write(isPacked ? gzip(labels) : labels, to: "l"))
        #expect(set.width == 3 && set.height == 2 && set.channels == 1 && set.count == 2)
        #expect(set.pixels == Array(1...12))
        #expect(set.labels == [7, 0])
        #expect(set[1] == Image(width: 3, height: 2, channels: 1, pixels: [7, 8, 9, 10, 11, 12]))
    }

    @Test func cutOffAnywhere() throws {
        for length in 0..<images.count {
            let path = try folder.write(Array(images.prefix(length)), to: "cut")
            let sentence = expectDataError("cut: the file is cut off: it ends after \(length) bytes") {
                try IDXFile.images(path: path)
            }
            #expect(sentence.hasSuffix(length < 4 ? "takes 4" : length < 16 ? "takes 16" : "takes 28"))
        }
        for length in 0..<labels.count {
            let path = try folder.write(Array(labels.prefix(length)), to: "cut")
            expectDataError("cut: the file is cut off: it ends after \(length) bytes") {
                try IDXFile.labels(path: path)
            }
        }
    }

    @Test func otherContent() throws {
        let images = try folder.write(images, to: "images")
        let labels = try folder.write(labels, to: "labels")
        expectDataError(
            "images: this is an IDX file of images (uint8, 3 axes), but labels were expected: integers, 1 axis"
        ) {
            try IDXFile.imageSet(images: images, labels: images)
        }
        expectDataError("labels: this is an IDX file of labels (uint8, 1 axis), but images were expected") {
            try IDXFile.images(path: labels)
        }
        for (bytes, kind) in [
            (Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 40), "a ZIP archive"),
            ([0xff, 0xd8, 0xff, 0xe0, 0, 0x10], "a JPEG image"), (Array("5,0,0,12\n".utf8), "text"),
            ([0, 0, 0x0a, 3] + [UInt8](repeating: 0, count: 40), "binary data"),
        ] as [([UInt8], String)] {
            let sentence = expectDataError("wrong: this is ") {
                try IDXFile.images(path: folder.write(bytes, to: "wrong"))
            }
            #expect(
                sentence.contains(kind) && sentence.hasSuffix("but an IDX file of images was expected"), "\(sentence)")
        }
    }

    /// Every type, as images of levels, of fractions, and as labels.
    @Test func everyType() throws {
        func write(_ type: UInt8, _ sizes: [Int], _ numbers: [UInt8]) throws -> String {
            try folder.write([0, 0, type, UInt8(sizes.count)] + sizes.flatMap { bigEndian($0) } + numbers, to: "typed")
        }
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
        let levels = [0, 100, 127, 3]
        let integers: [(UInt8, (Int) -> [UInt8])] = [
            (0x08, { [UInt8($0)] }), (0x09, { bytes(Int8($0)) }), (0x0b, { bytes(Int16($0)) }),
            (0x0c, { bytes(Int32($0)) }),
        ]
        let floats: [(UInt8, (Double) -> [UInt8])] = [
            (0x0d, { bytes(Float($0).bitPattern) }), (0x0e, { bytes($0.bitPattern) }),
        ]
        for (type, number) in integers + floats.map({ float in (float.0, { float.1(Double($0)) }) }) {
            let images = try IDXFile.images(path: write(type, [2, 1, 2], levels.flatMap(number)))
            #expect(images.pixels == [0, 100, 127, 3] && images.width == 2 && images.count == 2, "\(type)")
            #expect(try IDXFile.labels(path: write(type, [4], levels.flatMap(number))) == levels.map(Int32.init))
        }
        for (type, number) in floats {
            let images = try IDXFile.images(path: write(type, [1, 2, 2], [0, 0.5, 1, 0.25].flatMap(number)))
            #expect(images.pixels == [0, 128, 255, 64])
            expectDataError("typed: the values go from -1 to 1, but fractions from 0 to 1 or levels from 0 to 255") {
                try IDXFile.images(path: write(type, [1, 1, 2], [-1, 1].flatMap(number)))
            }
            expectDataError("typed: value 2 is not a number") {
                try IDXFile.images(path: write(type, [1, 1, 2], [0, .nan].flatMap(number)))
            }
            expectDataError("typed: label 2 is 0.5, which is no integer of 32 bits") {
                try IDXFile.labels(path: write(type, [2], [0, 0.5].flatMap(number)))
            }
        }
        #expect(
            try IDXFile.labels(path: write(0x0c, [3, 1], [70_000, -1, 0].flatMap { bytes(Int32($0)) })) == [
                70_000, -1, 0,
            ])
        expectDataError("the values go from 0 to 300") {
            try IDXFile.images(path: write(0x0b, [1, 1, 2], [0, 300].flatMap { bytes(Int16($0)) }))
        }
    }

    /// Rows of pixels, and channels in the second or the last axis.
    @Test func otherAxes() throws {
        func images(_ sizes: [Int]) throws -> ImageSet {
            let count = sizes.reduce(1, *)
            return try IDXFile.images(
                path: folder.write(
                    [0, 0, 8, UInt8(sizes.count)] + sizes.flatMap { bigEndian($0) } + (1...UInt8(count)), to: "i"))
        }
        let rows = try images([2, 9])
        #expect(rows.width == 3 && rows.height == 3 && rows.count == 2 && rows.pixels == Array(1...18))
        let first = try images([2, 3, 1, 2])
        #expect(first.channels == 3 && first.height == 1 && first.width == 2 && first.pixels == Array(1...12))
        let last = try images([2, 1, 2, 3])
        #expect(last.channels == 3 && last.height == 1 && last.width == 2)
        #expect(last.pixels == [1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12])
        #expect(try images([2, 2, 2, 1]).channels == 1)
        expectDataError("i: the rows of an array of shape [2, 8] have 8 values, which make no square image") {
            try images([2, 8])
        }
        expectDataError("an array of shape [1, 2, 5, 4] has neither 1 nor 3 channels") { try images([1, 2, 5, 4]) }
        expectDataError("an array of shape [1, 1, 1, 1, 3] holds no images") { try images([1, 1, 1, 1, 3]) }
    }

    @Test func trailingBytes() throws {
        let images = try folder.write(images + [0], to: "images")
        expectDataError("images: the file goes on after the 2 images of 3 x 2 pixels") {
            try IDXFile.images(path: images)
        }
        let labels = try folder.write(labels + [0], to: "labels")
        expectDataError("labels: the file goes on after the 2 labels") { try IDXFile.labels(path: labels) }
    }

    @Test func countsThatDiffer() throws {
        let images = try folder.write(images, to: "images")
        let labels = try folder.write(bigEndian(0x801) + bigEndian(3) + [1, 2, 3], to: "labels")
        let sentence = expectDataError("labels: the file holds 3 labels for the 2 images of ") {
            try IDXFile.imageSet(images: images, labels: labels)
        }
        #expect(sentence.hasSuffix("/images"))
    }

    @Test func labelsBeyondTheClasses() throws {
        let images = try folder.write(images, to: "images")
        let labels = try folder.write(labels, to: "labels")
        expectDataError("labels: label 1 of 2 is 7, but there are 3 classes") {
            try IDXFile.imageSet(images: images, labels: labels, classNames: ["a", "b", "c"])
        }
    }

    /// Headers that announce more than there is, up to what a number can hold: refused, and no memory is taken for it.
    @Test func announcesTooMuch() throws {
        func header(_ count: Int, _ rows: Int, _ columns: Int) throws -> String {
            try folder.write(
                bigEndian(0x803) + bigEndian(count) + bigEndian(rows) + bigEndian(columns) + [1], to: "big")
        }
        expectDataError("which is more than 4294967296 bytes") {
            try IDXFile.images(path: header(0xffff_ffff, 0xffff_ffff, 0xffff_ffff))
        }
        expectDataError("cut off: it ends after 17 bytes") { try IDXFile.images(path: header(4_000_000, 32, 32)) }
        expectDataError("0 images of 3 x 2 pixels") { try IDXFile.images(path: header(0, 2, 3)) }
        expectDataError("2 images of 3 x 0 pixels") { try IDXFile.images(path: header(2, 0, 3)) }
        let labels = try folder.write(bigEndian(0x801) + bigEndian(0xffff_fff0), to: "labels")
        expectDataError("cut off: it ends after 8 bytes") { try IDXFile.labels(path: labels) }
        let none = try folder.write(bigEndian(0x801) + bigEndian(0), to: "labels")
        expectDataError("announces no labels") { try IDXFile.labels(path: none) }
    }

    @Test func missing() {
        expectDataError("nowhere/x: there is no such file") { try IDXFile.images(path: "nowhere/x") }
    }
}
