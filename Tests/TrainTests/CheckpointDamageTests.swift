import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletTrain

/// Files that are damaged or hostile: each ends in one sentence that names the file.
@Suite struct CheckpointDamageTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        var header: String
        var dataByteCount = 8
        var sentence: String
        var testDescription: String { sentence }
    }

    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    static let damages: [Damage] = [
        Damage(header: "", sentence: "malformed at byte 0"),
        Damage(header: "[]", sentence: "malformed at byte 0, where '{' was expected"),
        Damage(header: "{", sentence: "malformed at byte 1"),
        Damage(header: "{} x", dataByteCount: 0, sentence: "where nothing more was expected"),
        Damage(header: "{\"a\":1}", sentence: "malformed at byte 5, where '{' was expected"),
        Damage(header: "{\"a", sentence: "the end of a string"),
        Damage(header: "{\"\\x\":{}}", sentence: "a known escape"),
        Damage(header: "{\"\\ud800\":{}}", sentence: "a low surrogate"),
        Damage(header: "{\"\\udc00\":{}}", sentence: "a valid character"),
        Damage(header: "{\"\\u00g0\":{}}", sentence: "four hexadecimal digits"),
        Damage(header: "{\"\n\":{}}", sentence: "without control characters"),
        Damage(header: entry("[2]", "[0,8]", name: "a") + ",}", sentence: "malformed"),
        Damage(header: "{\"__metadata__\":{\"a\":1}}", sentence: "where '\"' was expected"),
        Damage(header: "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", sentence: "the metadata names 'a' twice"),
        Damage(
            header: "{\"__metadata__\":{\"caf\u{e9}\":\"\",\"cafe\u{301}\":\"\"}}",
            sentence: "twice, in two spellings that Unicode calls equal"),
        Damage(
            header: "{\"__metadata__\":{},\"__metadata__\":{}}", dataByteCount: 0,
            sentence: "the header names '__metadata__' twice"),
        Damage(
            header: "{" + body("[1]", "[0,4]") + "," + body("[1]", "[4,8]") + "}",
            sentence: "the header names 'w' twice"),
        Damage(
            header: "{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", sentence: "tensor 'w' has the field 'dtype' twice"),
        Damage(header: "{\"w\":{\"dtype\":\"F32\",\"size\":[]}}", sentence: "tensor 'w' has the unknown field 'size'"),
        Damage(header: "{\"w\":{\"dtype\":\"F32\"}}", sentence: "tensor 'w' has no shape, data_offsets"),
        Damage(header: entry("[2]", "[0,8]", type: "F8_E5M2"), sentence: "type F8_E5M2; only F16, BF16, F32, F64"),
        Damage(header: entry("[-2]", "[0,8]"), sentence: "a whole number was expected"),
        Damage(header: entry("[2.0]", "[0,8]"), sentence: "malformed"),
        Damage(header: entry("[02]", "[0,8]"), sentence: "a whole number was expected"),
        Damage(header: entry("[99999999999999999999]", "[0,8]"), sentence: "a number below 2^63 was expected"),
        Damage(header: entry("[4611686018427387904,4]", "[0,8]"), sentence: "an impossible shape"),
        Damage(header: entry("[9223372036854775807,9,0]", "[0,0]"), sentence: "an impossible shape"),
        Damage(header: entry("[1,1,1,1,1,1,1,1,2]", "[0,8]"), sentence: "tensor 'w' has 9 axes; at most 8 can be read"),
        Damage(header: entry("[3]", "[0,8]"), sentence: "tensor 'w' of shape [3] needs 12 bytes, but has 8"),
        Damage(header: entry("[2]", "[8,0]"), sentence: "needs two rising data offsets, not [8, 0]"),
        Damage(header: entry("[2]", "[0,4,8]"), sentence: "needs two rising data offsets"),
        Damage(header: entry("[4]", "[0,16]"), sentence: "ends at byte 16 of the data, but the file has only 8"),
        Damage(header: entry("[1]", "[4,8]"), sentence: "no tensor holds bytes 0 to 4"),
        Damage(header: entry("[1]", "[0,4]"), sentence: "no tensor holds the last 4 bytes"),
        Damage(header: "{}", sentence: "no tensor holds the last 8 bytes"),
        Damage(
            header: "{" + body("[1]", "[0,4]", name: "a") + "," + body("[2]", "[0,8]", name: "b") + "}",
            sentence: "tensor 'b' overlaps the one before it"),
        Damage(
            header: "{" + body("[1]", "[0,4]", name: "a") + "," + body("[1]", "[8,12]", name: "b") + "}",
            dataByteCount: 12, sentence: "no tensor holds bytes 4 to 8"),
    ]

    static func body(_ shape: String, _ offsets: String, name: String = "w", type: String = "F32") -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    static func entry(_ shape: String, _ offsets: String, name: String = "w", type: String = "F32") -> String {
        "{\(body(shape, offsets, name: name, type: type))}"
    }

    func file(_ header: [UInt8], length: UInt64? = nil, dataByteCount: Int) throws -> String {
        let path = folder("model.safetensors")
        var data = withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Data($0) }
        data += Data(header) + Data(count: dataByteCount)
        try data.write(to: URL(fileURLWithPath: path))
        return path
    }

    func expectError(_ path: String, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) {
            _ = try Checkpoint(reading: path, in: context)
        }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("checkpoint \(path): "), sourceLocation: sourceLocation)
        #expect(text.contains(sentence), sourceLocation: sourceLocation)
        #expect(!text.contains("\n"), sourceLocation: sourceLocation)
    }

    @Test(arguments: damages) func isRefused(_ damage: Damage) throws {
        expectError(try file(Array(damage.header.utf8), dataByteCount: damage.dataByteCount), damage.sentence)
    }

    @Test func acceptsWhatOtherProgramsWrite() throws {
        let header = """
             { "b" : { "shape" : [ 1 ] , "data_offsets" : [ 4 , 8 ] , "dtype" : "I32" } ,
            "\\u0061\\ud83d\\ude00\\/" : {"dtype":"F32","shape":[],"data_offsets":[0,4]}, "__metadata__":{"format":"pt"}}
            """ + "   "
        let read = try Checkpoint(reading: file(Array(header.utf8), dataByteCount: 8), in: context)
        #expect(read.tensors.map(\.name) == ["a😀/"])
        #expect(read.integers.map(\.name) == ["b"])
        #expect(read.metadata == ["format": "pt"])
    }

    @Test func refusesLengthsThatTheFileDoesNotHave() throws {
        expectError(try file(Array("{}".utf8), length: 11, dataByteCount: 8), "has 11 bytes, but the file only 10")
        expectError(try file(Array("{}".utf8), length: .max, dataByteCount: 8), "but a safetensors file was expected")
        expectError(try file([], length: 1 << 63, dataByteCount: 8), "this is not a safetensors file")
    }

    @Test func refusesTextThatIsNotUnicode() throws {
        expectError(try file(Array("{\"".utf8) + [0xff] + Array("\":{}}".utf8), dataByteCount: 0), "valid UTF-8")
    }

    @Test func refusesFilesThatAreNone() throws {
        expectError(folder("missing"), "No such file or directory")
        expectError(folder.path, "this is not a file")
        for count in 0..<8 {
            try Data(count: count).write(to: URL(fileURLWithPath: folder("short")))
            expectError(folder("short"), "only \(count) bytes, too few for a header")
        }
    }

    /// What people take for a checkpoint is named, with what to do about it.
    @Test func namesWhatIsNone() throws {
        let cases: [(String, String)] = [
            ("<!DOCTYPE html><html>404</html>", "this is an HTML page, but a safetensors file was expected"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n", "this is a Git LFS pointer"),
            ("{\"weight\": [1, 2, 3]}", "but a safetensors file was expected"),
        ]
        for (text, sentence) in cases { expectError(try folder.write(text, to: "model.pt"), sentence) }
        let pickled = folder("model.pt")
        try folder.write(
            [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 22) + [16, 0, 0, 0] + Array("archive/data.pkl".utf8),
            to: "model.pt")
        expectError(pickled, "safetensors.torch.save_file(torch.load(path)")
    }

    @Test func refusesEveryCutOfAFile() throws {
        let path = folder("whole")
        try Checkpoint(tensors: [("a", Tensor([1, 2, 3], in: context))], metadata: ["k": "v"]).write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for count in 0..<whole.count {
            try whole.prefix(count).write(to: URL(fileURLWithPath: folder("cut")))
            #expect(throws: CheckpointError.self) { _ = try Checkpoint(reading: folder("cut"), in: context) }
        }
        try (whole + Data([0])).write(to: URL(fileURLWithPath: folder("cut")))
        expectError(folder("cut"), "no tensor holds the last 1 bytes")
    }

    @Test("A flipped bit of any number, of a word or of a name is noticed by the checksum")
    func noticesFlippedBitsOfTheContent() throws {
        let path = folder("whole")
        try Checkpoint(
            tensors: [("a", Tensor([1, 2], in: context))],
            integers: [("b", IntTensor([3, -4], shape: [2], in: context))],
            metadata: ["k": "v"]
        ).write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        func expectDamage(at byte: Data.Index, bit: Int) throws {
            var damaged = whole
            damaged[byte] ^= 1 << bit
            try damaged.write(to: URL(fileURLWithPath: folder("flipped")))
            expectError(folder("flipped"), "the file is damaged or was edited: its checksum is ")
        }
        for byte in whole.indices.suffix(16) { for bit in 0..<8 { try expectDamage(at: byte, bit: bit) } }
        for text in ["\"a\"", "\"b\"", "\"k\"", "\"v\""] {
            try expectDamage(at: #require(whole.range(of: Data(text.utf8))).lowerBound + 1, bit: 2)
        }
    }

    /// No flipped bit of a header may crash the reader; most are refused, some only change a name.
    @Test func survivesEveryFlippedBitOfAHeader() throws {
        let entries = [CheckpointHeader.Entry(name: "a", type: .float32, shape: [2, 1], offset: 0)]
        let encoded = CheckpointHeader(entries: entries, metadata: ["k": "v"]).encoded()
        var refused = 0
        for bit in 0..<(encoded.count * 8) {
            var damaged = encoded
            damaged[bit / 8] ^= 1 << (bit % 8)
            try (damaged + Data(count: 8)).write(to: URL(fileURLWithPath: folder("flipped")))
            do {
                let read = try Checkpoint(reading: folder("flipped"), in: context)
                #expect(read.tensors.count + read.integers.count == 1)
            } catch is CheckpointError {
                refused += 1
            }
        }
        #expect(refused > encoded.count * 4)
    }
}
