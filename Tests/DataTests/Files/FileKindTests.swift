import Foundation
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct FileKindTests {
    /// First bytes, each as the character of its number.
    static let binaryHeads: [(name: String, head: String)] = [
        ("a JPEG image", "\u{ff}\u{d8}\u{ff}\u{e0}\0\u{10}JFIF"),
        ("a PNG image", "\u{89}PNG\r\n\u{1a}\n\0\0\0\r"),
        ("a GIF image", "GIF89a\u{1}\0\u{1}\0"),
        ("a TIFF image", "II*\0\u{8}\0\0\0"),
        ("a BMP image", "BMF\0\0\0\0\0\0\06\0\0\0(\0\0\0\u{2}\0\0\0"),
        ("a WebP image", "RIFF\u{9}\0\0\0WEBPVP8 "),
        ("a PPM image (P6)", "P6\n2 2\n255\n\0\u{1}\u{2}"),
        ("a PAM image (P7)", "P7\nWIDTH 2\n"),
        ("a PGM image of text (P2)", "P2\n# c\n1 1\n1\n1\n"),
        ("a PDF document", "%PDF-1.4\n"),
        ("a ZIP archive", "PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u{5}\0\0\0a.txt\u{1}"),
        (
            "a PyTorch file (pickled Python objects in a ZIP archive)",
            "PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u{c}\0\0\0net/data.pkl\u{1}"
        ),
        (
            "a NumPy .npz archive",
            "PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u{9}\0\0\0arr_0.npy\u{1}"
        ),
        (
            "an Office document (.xlsx, .docx or .pptx)",
            "PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u{13}\0\0\0[Content_Types].xml\u{1}"
        ),
        ("a gzip file", "\u{1f}\u{8b}\u{8}\0"),
        ("an xz file", "\u{fd}7zXZ\0"),
        ("a bzip2 file", "BZh91AY&SY\u{1}"),
        ("a Zstandard file", "(\u{b5}/\u{fd}\u{1}"),
        (
            "a PyTorch file of the old format (pickled Python objects)",
            "\u{80}\u{2}\u{8a}\nl\u{fc}\u{9c}F\u{f9} j\u{a8}P\u{19}."
        ),
        ("a Python pickle", "\u{80}\u{2}}q\u{1}"),
        ("a Python pickle", "\u{80}\u{4}\u{95}\u{1}\0\0\0"),
        ("a Python pickle", "(dp0\nS'data'\n"),
        ("a NumPy .npy array", "\u{93}NUMPY\u{1}\0\n\0"),
        ("an HDF5 file", "\u{89}HDF\r\n\u{1a}\n"),
        ("a safetensors file", "@\0\0\0\0\0\0\0{\"a\":"),
        ("an ONNX model", "\u{8}\u{8}\u{12}\u{7}pytorch\u{1a}"),
        ("a fastText model (.bin)", "\u{ba}\u{16}O/\u{c}\0\0\0"),
        (
            "word vectors in word2vec's binary format (3000000 words, 2 dimensions)",
            "3000000 2\n</s> \0\0\u{80}?\u{cd}\u{cc}\u{cc}\u{bd}"
        ),
        ("an IDX file of unsigned bytes with 1 axis (60000)", "\0\0\u{8}\u{1}\0\0\u{ea}`\u{5}"),
        ("an IDX file of 32-bit floats with 3 axes (2 x 1 x 3)", "\0\0\r\u{3}\0\0\0\u{2}\0\0\0\u{1}\0\0\0\u{3}"),
        ("an SQLite database", "SQLite format 3\0"),
        ("a Parquet file", "PAR1\u{15}\u{4}"),
        ("a program or library (ELF)", "\u{7f}ELF\u{2}"),
        ("binary data of unknown kind, which begin with the bytes 00 01 02 fe", "\0\u{1}\u{2}\u{fe}\u{3}"),
    ]
    static let textHeads: [(name: String, head: String)] = [
        ("an empty file", ""),
        ("UTF-8 text", "0 a na\u{c3}\u{af}ve film\n"),
        ("UTF-16 text", "\u{ff}\u{fe}a\0\n\0"),
        ("UTF-16 text", "\u{fe}\u{ff}\0a"),
        ("UTF-32 text", "\u{ff}\u{fe}\0\0a\0\0\0"),
        ("UTF-16 text without a byte order mark (little-endian)", "a\0 \0b\0 \0c\0 \0d\0 \0e\0"),
        ("UTF-16 text without a byte order mark (big-endian)", "\0a\0 \0b\0 \0c\0 \0d\0 \0e"),
        ("text in Windows-1252", "it was good \u{97} I think\n"),
        ("text in Latin-1 or Windows-1252", "na\u{ef}ve film\n"),
        (
            "text in an encoding other than UTF-8 (such as Windows-1251, GB18030 or Shift JIS)",
            "\u{f5}\u{ee}\u{f0}\u{ee}\u{f8}\u{e8}\u{e9} \u{f4}\u{e8}\u{eb}\u{fc}\u{ec}"
        ),
        ("an HTML page", "\n<!DOCTYPE html>\n<html>"),
        ("an XML document", "<?xml version='1.0'?><a/>"),
        ("an SVG image", "<svg xmlns='x'>"),
        ("JSON", "{\"label\": 1}\n"),
        ("JSON", "[[1,2]]"),
        (
            "a Git LFS pointer: the data itself was not fetched",
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"
        ),
        ("UTF-8 text", "CDF is a label\n"),
        ("UTF-8 text", "BM 1 film of the year ........\n"),
        ("UTF-8 text", "P5 good film\n"),
        ("UTF-8 text", "[applause] a film\n"),
        ("UTF-8 text", "RIFF of a guitar\n"),
    ]

    private func bytes(_ head: String) -> [UInt8] { head.unicodeScalars.map { UInt8($0.value) } }

    @Test(arguments: binaryHeads)
    func binary(name: String, head: String) {
        #expect(FileKind(bytes(head)).description == name)
    }

    @Test(arguments: textHeads)
    func text(name: String, head: String) {
        #expect(FileKind(bytes(head)).description == name)
        let isText = ["an empty file", "UTF-8 text", "UTF-16 text", "JSON"].contains(name) || name.hasPrefix("text in")
        #expect(FileKind(bytes(head)).isText == isText)
    }

    @Test func tapeArchive() {
        let head = Array("a.txt".utf8) + [UInt8](repeating: 0, count: 252) + Array("ustar".utf8) + [0]
        #expect(FileKind(head).description == "a tar archive")
    }

    @Test("Neither random bytes nor cut-off beginnings of real files stop it")
    func anyBytes() {
        var random = XorShift(seed: 3)
        let starts = Self.binaryHeads.map { bytes($0.head) } + FileKind.signatures.map(\.bytes)
        for _ in 0..<20_000 {
            let start = starts.randomElement(using: &random)!
            let tail = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next())
            }
            #expect(!FileKind(start.dropLast(Int.random(in: 0...2, using: &random)) + tail).description.isEmpty)
        }
    }

    @Test func refusal() throws {
        #expect(
            FileKind.refusal(of: [0xff, 0xd8, 0xff, 0xe0], expected: "a PNG image")
                == "this is a JPEG image, but a PNG image was expected")
        #expect(
            FileKind.refusal(of: Array("version https://git-lfs.github.com/spec/v1\n".utf8), expected: "a PNG image")
                == "this is a Git LFS pointer: the data itself was not fetched")
        let folder = try TemporaryFolder()
        #expect(try FileKind(path: folder.write([0xff, 0xd8, 0xff, 0xe0], to: "x.png"))?.description == "a JPEG image")
        #expect(FileKind(path: "\(folder.path)/none") == nil)
    }
}

@Suite struct FolderContentsTests {
    @Test func sentences() throws {
        let folder = try TemporaryFolder()
        #expect(FolderContents(of: folder.path)?.sentence(reading: ["png"]) == "it is empty")
        #expect(FolderContents(of: "\(folder.path)/none") == nil)
        for number in 0..<3 { _ = try folder.write("", to: "\(number).jpg") }
        _ = try folder.write("", to: ".DS_Store")
        _ = try folder.write("", to: "Thumbs.db")
        func sentence() -> String? { FolderContents(of: folder.path)?.sentence(reading: ["png", "pgm"]) }
        #expect(sentence() == "it holds 3 .jpg files, which are not read")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/s1", withIntermediateDirectories: true)
        #expect(sentence() == "it holds 3 .jpg files, which are not read, and 1 subfolder")
        for number in 0..<2 { _ = try folder.write("", to: "\(number).PNG") }
        #expect(sentence() == "it holds 2 .png files, 3 .jpg files, which are not read, and 1 subfolder")
        let contents = try #require(FolderContents(of: folder.path))
        #expect(contents.files == ["png": 2, "jpg": 3])
        #expect(contents.subfolders == 1)
        #expect(contents.unread(reading: ["png"]) == "3 .jpg files")
        #expect(contents.unread(reading: ["png", "jpg"]) == nil)
        #expect(contents.unreadCount(reading: ["png"]) == 3)
    }
}
