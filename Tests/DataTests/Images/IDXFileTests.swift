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

    @Test func wrongMagic() throws {
        let wrong = try folder.write(bigEndian(0x0000_0d03) + images.dropFirst(4), to: "wrong")
        expectDataError("wrong: the file begins with 0x00000d03, but an IDX file of images begins with 0x00000803") {
            try IDXFile.images(path: wrong)
        }
        let images = try folder.write(images, to: "images")
        let labels = try folder.write(labels, to: "labels")
        expectDataError(
            "begins with 0x00000803, but an IDX file of labels begins with 0x00000801; this is an IDX file of images"
        ) {
            try IDXFile.imageSet(images: images, labels: images)
        }
        expectDataError("this is an IDX file of labels") { try IDXFile.images(path: labels) }
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
