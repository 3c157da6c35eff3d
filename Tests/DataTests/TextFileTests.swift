import Foundation
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct TextFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [
        ("one\ntwo\n", ["one", "two"]),
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\r\r\n", ["one\r"]),
        ("a\rb\u{2028}c\u{85}d\u{0b}e\n", ["a\rb\u{2028}c\u{85}d\u{0b}e"]),
        ("\n\n", ["", ""]),
        ("\u{feff}one\n\u{feff}\u{feff}two\nth\u{feff}ree", ["one", "two", "th\u{feff}ree"]),
        ("one\rtwo\r\nthree\r\n\rfour", ["one\rtwo", "three", "\rfour"]),
        ("one\rtwo\r\rthree", ["one", "two", "", "three"]), ("one\rtwo\r", ["one", "two"]), ("one\r", ["one"]),
        ("naïve 映画 🎬\n", ["naïve 映画 🎬"]),
    ])
    func linesEndAtLineFeedsOrElseAtCarriageReturns(text: String, expected: [String]) throws {
        #expect(try lines(folder.write(text)) == expected)
        #expect(try lines(folder.write(gzip(text), to: "file.gz")) == expected)
    }

    @Test func linesLongerThanTheBuffer() throws {
        let long = [String(repeating: "x", count: 700_000), "", String(repeating: "y", count: 262_144), "end"]
        #expect(try lines(folder.write(long.joined(separator: "\n"))) == long)
        #expect(try lines(folder.write(gzip(long.joined(separator: "\n")))) == long)
    }

    /// Line ends at, before and after every boundary of the chunks.
    @Test func lineEndsAtChunkBoundaries() throws {
        for length in (1 << 16) - 3...(1 << 16) + 3 {
            let text = String(repeating: "a", count: length) + "\n" + String(repeating: "é", count: 7) + "\r\nlast"
            #expect(
                try lines(folder.write(text))
                    == [String(repeating: "a", count: length), String(repeating: "é", count: 7), "last"])
        }
    }

    @Test func missingFile() { expectDataError("nowhere.txt: there is no such file") { try lines("nowhere.txt") } }

    @Test func folderInPlaceOfAFile() {
        expectDataError("this is a folder, but a file was expected") { try lines(folder.path) }
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser can open every file"))
    func fileWithoutPermission() throws {
        let path = try folder.write("text")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        expectDataError("cannot be opened (Permission denied)") { try lines(path) }
    }

    @Test func pathThroughAFile() throws {
        let path = try folder.write("text")
        expectDataError("cannot be opened (Not a directory)") { try lines(path + "/inside") }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem"), "needs Linux's /proc"))
    func fileThatCannotBeRead() {
        expectDataError("cannot be read (Input/output error)") { try lines("/proc/self/mem") }
    }

    @Test func emptyFile() throws {
        let path = try folder.write("")
        #expect(expectDataError("the file is empty") { try lines(path) } == "\(path): the file is empty")
        let packed = try folder.write(gzip(""), to: "empty.gz")
        expectDataError("empty.gz: the file is empty") { try lines(packed) }
    }

    @Test(
        arguments: [
            [0x80], [0xc3], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
            [0xf5, 0x80, 0x80, 0x80], [0xff], [0xe2, 0x82], [0xf0, 0x9f, 0x8e],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) throws {
        let path = try folder.write(Array("first\nseventh".utf8) + bytes + Array("\nlast\n".utf8))
        #expect(
            expectDataError("not valid UTF-8") { try lines(path) }
                == "\(path):2: byte 8 of the line (0x\(String(bytes[0], radix: 16))) is not valid UTF-8; "
                + "this seems to be text in \(bytes.contains { (0x80..<0xa0).contains($0) } ? "" : "Latin-1 or ")Windows-1252"
        )
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
    func utf16WithAMark(encoding: String.Encoding) throws {
        let expected = ["0 naïve 映画 🎬", "", "1 \(String(repeating: "long 🎬é ", count: 30_000))end"]
        let text = "\u{feff}" + expected.joined(separator: "\r\n") + "\r\n"
        let bytes = Array(try #require(text.data(using: encoding)))
        #expect(try lines(folder.write(bytes)) == expected)
        // Without a mark the encoding is named, and so is damage: half of a pair, and half of a unit at the end.
        let unmarked = try folder.write(Array(bytes.dropFirst(2)))
        expectDataError("this is UTF-16 text without a byte order mark") { try lines(unmarked) }
        let lone: [UInt8] = encoding == .utf16BigEndian ? [0xd8, 0, 0, 0x20] : [0, 0xd8, 0x20, 0]
        for damaged in [bytes + lone, bytes + [0x61]] {
            let path = try folder.write(damaged)
            expectDataError("file.txt:4: the line is not valid UTF-16") { try lines(path) }
        }
    }

    @Test func carriageReturnsAtChunkBoundaries() throws {
        let first = String(repeating: "a", count: 70_000)
        #expect(try lines(folder.write("b\r" + first + "\rc")) == ["b", first, "c"])
        for length in (1 << 16) - 3...(1 << 16) + 3 {
            // The line feed of a file that began with carriage returns alone.
            let text = "b\r" + String(repeating: "a", count: length) + "\r\nlast\r\n"
            #expect(try lines(folder.write(text)).map(\.count) == [1, length, 4])
        }
    }

    @Test func whatIsNoTextIsNamed() throws {
        let archive = try folder.write([0x50, 0x4b, 5, 6] + [UInt8](repeating: 0, count: 18), to: "data.txt")
        expectDataError("data.txt: this is an empty ZIP archive, but text (UTF-8") { try lines(archive) }
        let pointer = try folder.write("version https://git-lfs.github.com/spec/v1\nsize 3\n", to: "data.txt")
        expectDataError("this is a Git LFS pointer: the data itself was not fetched") { try lines(pointer) }
    }

    @Test("A line that is there is handed over before more is read", .timeLimit(.minutes(1)))
    func batchesOfWhatIsThere() throws {
        let pipe = Pipe()
        let (input, output) = (pipe.fileHandleForReading, pipe.fileHandleForWriting)
        let answers = ["\n", "two\nthree\nfo", "ur\r\n", "", "five"]
        var batches: [[String]] = []
        var firsts: [Int] = []
        func answer() throws {
            let next = answers[batches.count]
            if next.isEmpty { try output.close() } else { try output.write(contentsOf: Data(next.utf8)) }
        }
        try answer()
        try TextFile("/dev/fd/\(input.fileDescriptor)").forEachBatch { lines, first in
            batches.append(lines)
            firsts.append(first)
            if batches.count < 4 { try answer() }
        }
        #expect(batches == [[""], ["two", "three"], ["four"]])
        #expect(firsts == [1, 2, 4])
    }

    @Test func batchesBeforeAnError() throws {
        let path = try folder.write(Array("one\ntwo\n".utf8) + [0xff, 0x0a])
        var seen: [String] = []
        expectDataError("file.txt:3: byte 1 of the line (0xff)") {
            try TextFile(path).forEachBatch { lines, _ in seen += lines }
        }
        #expect(seen == ["one", "two"])
    }

    /// Against the standard library's decoder, on random bytes that are often nearly valid.
    @Test func validationAgreesWithTheStandardLibrary() {
        var random = XorShift(seed: 7)
        let pieces: [[UInt8]] = [
            [0x61], Array("abcdefgh".utf8), Array("é".utf8), Array("映".utf8), Array("🎬".utf8), [0x80], [0xc2],
            [0xed, 0x9f, 0xbf], [0xed, 0xa0], [0xf4, 0x8f, 0xbf, 0xbf], [0xf4, 0x90], [0xe0, 0xa0], [0xf0, 0x90],
        ]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            let isValid = bytes.withUnsafeBytes { $0.firstInvalidUTF8 } == nil
            let expected = Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
            if isValid != expected { Issue.record("\(bytes) was taken for \(isValid ? "valid" : "invalid")") }
        }
    }
}

/// A small reproducible generator for tests (xorshift64).
struct XorShift: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
