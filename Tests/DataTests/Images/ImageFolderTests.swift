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
        expectDataError("/s2: the folder holds 1 image, but each class needs at least 2") {
            try listed.requirePictures(perClass: 2)
        }
    }

    @Test("Folders and files whose names Unicode calls equal are all read")
    func equivalentNames() throws {
        let names = ["caf\u{e9}", "cafe\u{301}"]
        for (level, name) in names.enumerated() {
            try folder.write(pgm(1, 1, UInt8(level)), to: "classes/\(name)/\(names[0]).pgm")
            try folder.write(pgm(1, 1, UInt8(level + 5)), to: "classes/\(name)/\(names[1]).pgm")
        }
        let set = try ImageFolder(classesIn: folder("classes")).imageSet()
        #expect(set.classNames.map { Array($0.utf8) } == names.reversed().map { Array($0.utf8) })
        #expect(set.pixels == [6, 1, 5, 0] && set.labels == [0, 0, 1, 1])
        try folder.write(pgm(1, 1, 9), to: "mixed/\(names[0])/a.pgm")
        try folder.write("text", to: "mixed/\(names[1])")
        #expect(try ImageFolder(classesIn: folder("mixed")).notes.contains { $0.contains("1 file") })
    }

    @Test func withoutSubfolders() throws {
        expectDataError("the folder holds no subfolders, but one with images was expected for each class: it is empty")
        {
            try ImageFolder(classesIn: path)
        }
        try folder.write(pgm(1, 1, 1), to: "a.pgm")
        expectDataError("for each class: it holds 1 .pgm file") { try ImageFolder(classesIn: path) }
    }

    @Test func wrongFolders() throws {
        expectDataError("nowhere: there is no such folder") { try ImageFolder(classesIn: "nowhere") }
        expectDataError("there is no such folder") { try ImageFolder(picturesIn: "nowhere") }
        let file = try folder.write([0xff, 0xd8, 0xff, 0xe0], to: "file")
        expectDataError("file: this is a file (a JPEG image), but a folder of images was expected") {
            try ImageFolder(picturesIn: file)
        }
        expectDataError(
            "no images (.png, .pgm or .pnm): it holds 1 file without an extension, which is not read; file is a JPEG image"
        ) {
            try ImageFolder(picturesIn: path)
        }
        try makeFolder("empty")
        expectDataError("/empty: the folder holds no images (.png, .pgm or .pnm): it is empty") {
            try ImageFolder(classesIn: path)
        }
        for name in ["x/1.jpg", "x/2.JPG", "y/1.gif"] { try folder.write("GIF89a", to: name) }
        expectDataError(
            "none of the 3 subfolders holds images (.png, .pgm or .pnm); together they hold 2 .jpg files and 1 .gif file, which are not read: 1.jpg is a GIF image"
        ) {
            try ImageFolder(classesIn: path)
        }
        try folder.write([0x80, 4, 0x95, 1, 2, 3, 4], to: "py/data_batch_1")
        expectDataError(
            "data_batch_1 is a Python pickle; of CIFAR-10, the binary version (cifar-10-binary.tar.gz) is read"
        ) {
            try ImageFolder(picturesIn: folder("py"))
        }
    }

    /// What is not read is counted, and told also where the rest can be used.
    @Test func notes() throws {
        for name in ["a/1.png", "a/2.png", "b/1.png"] {
            try folder.write(PNGFile.encode(Image(width: 1, height: 1, filling: 3)), to: name)
        }
        #expect(try ImageFolder(classesIn: path).notes.isEmpty)
        for name in ["a/1.jpg", "a/2.JPG", "b/3.jpeg", "a/Thumbs.db", "a/.DS_Store", ".x", "c/1.jpg"] {
            try folder.write("x", to: name)
        }
        try makeFolder("b/deeper")
        let listed = try ImageFolder(classesIn: path)
        #expect(listed.classNames == ["a", "b"] && listed.labels == [0, 0, 1])
        #expect(
            listed.notes == [
                "\(path): 3 .jpg files and 1 .jpeg file are not read; images are files in .png, .pgm and .pnm",
                "\(path): 1 subfolder is skipped", "\(path): 1 folder without images skipped: c",
            ])
        #expect(
            try ImageFolder(picturesIn: folder("b")).notes == [
                "\(folder("b")): 1 .jpeg file is not read; images are files in .png, .pgm and .pnm",
                "\(folder("b")): 1 subfolder is skipped",
            ])
    }

    /// Alphabets with characters: the class is the way to the innermost folder.
    @Test func nestedClasses() throws {
        for name in [
            "Latin/c10/1.pgm", "Latin/c2/1.pgm", "Latin/c2/2.pgm", "Greek/c1/1.pgm", "flat/1.pgm", "Greek/c3/x.jpg",
        ] {
            try folder.write(pgm(1, 1, 1), to: name)
        }
        let listed = try ImageFolder(classesIn: path, isNested: true)
        #expect(listed.classNames == ["Greek/c1", "Latin/c2", "Latin/c10", "flat"])
        #expect(listed.labels == [0, 1, 1, 2, 3])
        #expect(listed.files.map { $0.dropFirst(path.count + 1) }.first == "Greek/c1/1.pgm")
        #expect(listed.notes.last == "\(path): 1 folder without images skipped: Greek/c3")
        #expect(!ImageFolder.holdsNestedClasses(path))
        try FileManager.default.removeItem(atPath: folder("flat"))
        #expect(ImageFolder.holdsNestedClasses(path) && !ImageFolder.holdsNestedClasses(folder("Latin")))
        expectDataError("none of the 2 subfolders holds images (.png, .pgm or .pnm); together they hold 4 subfolders") {
            try ImageFolder(classesIn: path)
        }
        // Without classes: the images of a folder itself, else those of its class folders, else nested ones if they are asked for.
        #expect(try ImageFolder(imagesIn: folder("Latin"), isNested: false).files.count == 3)
        #expect(try ImageFolder(imagesIn: folder("Latin/c2"), isNested: true).files.count == 2)
        #expect(try ImageFolder(imagesIn: path, isNested: true).files.count == 4)
        // Links that lead in a circle come to an end.
        try FileManager.default.createSymbolicLink(atPath: folder("Latin/loop"), withDestinationPath: folder("Latin"))
        #expect(
            try ImageFolder(classesIn: path, isNested: true).classNames.prefix(3) == [
                "Greek/c1", "Latin/c2", "Latin/c10",
            ])
    }

    @Test func sizesThatDiffer() throws {
        try folder.write(pgm(2, 2, 5), to: "a.pgm")
        try folder.write(pgm(3, 2, 5), to: "b.pgm")
        let listed = try ImageFolder(picturesIn: path)
        #expect(listed.labels == nil && listed.classNames.isEmpty)
        expectDataError("b.pgm: the image has 3 x 2 pixels, but \(path)/a.pgm has 2 x 2; all must have one size") {
            try listed.imageSet()
        }
        for size in [(width: 70_000, height: 70_000), (width: .max, height: .max)] {
            expectDataError("2 images of \(size.width) x \(size.height) pixels take more than the bound of 4096 MiB") {
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
        expectDataError("/b.pgm: this is UTF-8 text, but a PNG or PGM (P2, P5) image was expected") {
            try listed.imageSet()
        }
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
