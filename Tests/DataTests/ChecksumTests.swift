import TestSupport
import Testing

@testable import SwiftletData

@Suite struct ChecksumTests {
    func digest(_ pieces: [[UInt8]]) -> String {
        var hash = SHA256()
        for piece in pieces { piece.withUnsafeBytes { hash.update($0) } }
        return hash.hexDigest()
    }

    /// The examples that accompany FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func standardExamples(text: String, expected: String) { #expect(digest([Array(text.utf8)]) == expected) }

    @Test func aMillionTimesA() {
        #expect(
            digest([[UInt8](repeating: 0x61, count: 1_000_000)])
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// However a message is cut into pieces, its digest is the same.
    @Test func pieces() {
        var random = XorShift(seed: 41)
        for length in 0...300 {
            let message = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            var pieces: [[UInt8]] = []
            var rest = message[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 0...130, using: &random))
                pieces.append(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(digest(pieces) == digest([message]))
        }
    }

    @Test func digestOfAMessageThatGoesOn() {
        var hash = SHA256()
        Array("ab".utf8).withUnsafeBytes { hash.update($0) }
        _ = hash.hexDigest()
        Array("c".utf8).withUnsafeBytes { hash.update($0) }
        #expect(hash.hexDigest() == digest([Array("abc".utf8)]))
    }

    @Test func files() throws {
        let folder = try TemporaryFolder()
        #expect(try SHA256.hexDigest(ofFile: folder.write("abc")) == digest([Array("abc".utf8)]))
        expectDataError("there is no such file") { try SHA256.hexDigest(ofFile: "nowhere") }
    }
}

@Suite struct DataDirectoryTests {
    @Test func flagThenEnvironmentThenDefault() {
        let environment = ["SWIFTLET_DATA": "/from/environment"]
        #expect(DataDirectory(flag: "/from/flag", environment: environment).path == "/from/flag")
        #expect(DataDirectory(environment: environment).path == "/from/environment")
        #expect(DataDirectory(flag: "", environment: ["SWIFTLET_DATA": ""]).path == "data")
        #expect(DataDirectory(environment: [:]).path == "data")
    }

    @Test func plainOrCompressed() throws {
        let folder = try TemporaryFolder()
        let directory = DataDirectory(flag: folder.path, environment: [:])
        #expect(directory.find("mr.txt") == nil)
        expectDataError("/mr.txt: there is no such file, plain or .gz; Scripts/fetch-data gets it") {
            try directory.require("mr.txt")
        }
        let packed = try folder.write(gzip("1 a\n"), to: "mr.txt.gz")
        #expect(try directory.require("mr.txt") == packed)
        let plain = try folder.write("1 a\n", to: "mr.txt")
        #expect(directory.find("mr.txt") == plain)
        #expect(
            DataDirectory(flag: folder.url.deletingLastPathComponent().path, environment: [:])
                .find(folder.url.lastPathComponent) == nil)
    }
}
