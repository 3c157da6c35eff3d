import Foundation
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct ImageFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var path: String { folder.path }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent(name), withIntermediateDirectories: true)
    }

    func pgm(_ width: Int, _ height: Int, _ level: UInt8) -> [UInt8] {
        Array("P5 \(width) \(height) 255\n".utf8) + [UInt8](repeating: level, count: width * height)
    }

    @Test func classes() throws {
        for name in ["s10", "s2", ".hidden", "s1"] { try makeFolder(name) }
        try folder.write("about", to: "README")
        try folder.write(pgm(2, 1, 1), to: "s1/10.pgm")
        try folder.write(pgm(2, 1, 2), to: "s1/9.PGM")
        try folder.write(PNGFile.encode(Image(width: 2, height: 1, filling: 3)), to: "s2/a.png")
        try folder.write("no picture", to: "s2/notes.txt")
        try folder.write("no picture", to: "s2/._a.png")
        // The content decides.
        try folder.write(PNGFile.encode(Image(width: 2, height: 1, filling: 4)), to: "s10/b.pgm")
        let listed = try ImageFolder(classesIn: path)
        #expect(listed.classNames == ["s1", "s2", "s10"])
        #expect(listed.labels == [0, 0, 1, 2])
        #expect(
            listed.files.map { $0.dropFirst(path.count + 1) } == ["s1/9.PGM", "s1/10.pgm", "s2/a.png", "s10/b.pgm"])
        let set = try listed.imageSet()
        #expect(set.pixels == [2, 2, 1, 1, 3, 3, 4, 4] && set.channels == 1)
        #expect(set.labels == [0, 0, 1, 2] && set.classNames == listed.classNames)
        try listed.requirePictures(perClass: 1)
        expectDataError("/s2: the folder holds 1 picture, but each class needs at least 2") {
            try listed.requirePictures(perClass: 2)
        }
    }

    @Test func withoutSubfolders() throws {
        expectDataError("the folder holds no subfolders, but one with pictures is expected for each class") {
            try ImageFolder(classesIn: path)
        }
        try folder.write(pgm(1, 1, 1), to: "a.pgm")
        expectDataError("for each class; it holds 1 picture itself") { try ImageFolder(classesIn: path) }
    }

    @Test func wrongFolders() throws {
        expectDataError("nowhere: there is no such folder") { try ImageFolder(classesIn: "nowhere") }
        expectDataError("there is no such folder") { try ImageFolder(picturesIn: "nowhere") }
        let file = try folder.write("x", to: "file")
        expectDataError("file: this is a file, but a folder of pictures was expected") {
            try ImageFolder(picturesIn: file)
        }
        expectDataError("the folder holds no pictures: no file with a name in .png, .pgm or .pnm") {
            try ImageFolder(picturesIn: path)
        }
        try makeFolder("empty")
        expectDataError("/empty: the folder holds no pictures") { try ImageFolder(classesIn: path) }
    }

    @Test func sizesThatDiffer() throws {
        try folder.write(pgm(2, 2, 5), to: "a.pgm")
        try folder.write(pgm(3, 2, 5), to: "b.pgm")
        let listed = try ImageFolder(picturesIn: path)
        #expect(listed.labels == nil && listed.classNames.isEmpty)
        expectDataError("b.pgm: the picture has 3 x 2 pixels, but \(path)/a.pgm has 2 x 2; all must have one size") {
            try listed.imageSet()
        }
        for size in [(width: 70_000, height: 70_000), (width: .max, height: .max)] {
            expectDataError("2 pictures of \(size.width) x \(size.height) pixels take more than the bound of 4096 MiB")
            {
                try listed.imageSet(size: size)
            }
        }
        let set = try listed.imageSet(size: (width: 4, height: 3), channels: 3)
        #expect(set.count == 2 && set.width == 4 && set.height == 3 && set.channels == 3 && set.labels == nil)
        #expect(set.pixels == [UInt8](repeating: 5, count: 72))
    }

    /// Grey pictures before and behind a colour one become RGB with it.
    @Test func greyAndColor() throws {
        let color = Image(width: 2, height: 1, channels: 3, pixels: [10, 20, 30, 40, 50, 60])
        let grey = Image(width: 2, height: 1, channels: 1, pixels: [1, 2])
        for (name, image) in [("1", grey), ("2", grey), ("3", color), ("4", grey)] {
            try folder.write(PNGFile.encode(image), to: "\(name).png")
        }
        let listed = try ImageFolder(picturesIn: path)
        let set = try listed.imageSet()
        #expect((0..<4).map { set[$0] } == [grey, grey, color, grey].map { $0.converted(toChannels: 3) })
        #expect(
            try listed.imageSet(channels: 1).pixels == [1, 2, 1, 2] + color.converted(toChannels: 1).pixels + [1, 2])
    }

    @Test func unreadablePicturesAreNamed() throws {
        try folder.write(pgm(2, 2, 5), to: "a.pgm")
        try folder.write(Array(pgm(2, 2, 5).dropLast()), to: "b.pgm")
        let listed = try ImageFolder(picturesIn: path)
        expectDataError("/b.pgm: the header announces 4 bytes of pixels") { try listed.imageSet() }
        try folder.write("text", to: "b.pgm")
        expectDataError("/b.pgm: the file is neither PNG nor PGM") { try listed.imageSet() }
        try FileManager.default.removeItem(atPath: path + "/b.pgm")
        try FileManager.default.createSymbolicLink(atPath: path + "/b.pgm", withDestinationPath: path + "/gone")
        expectDataError("/b.pgm: there is no such file") { try ImageFolder(picturesIn: path).imageSet() }
    }

    @Test func naturalOrder() {
        let ordered = [
            "1", "01", "001", "2", "9a", "10", "10a", "10b", "99999999999999999999998", "99999999999999999999999", "A1",
            "a", "a0", "a1", "a1b", "a1b2", "a01b3", "a1b10", "a2", "s2", "s10", "é",
        ]
        var random = XorShift(seed: 2)
        for _ in 0..<20 { #expect(ordered.shuffled(using: &random).sorted(by: NaturalOrder.precedes) == ordered) }
        #expect(!NaturalOrder.precedes("a1", "a1"))
    }
}
