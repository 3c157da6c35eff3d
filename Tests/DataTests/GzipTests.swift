import TestSupport
import Testing

@testable import SwiftletData

@Suite struct GzipTests {
    let folder: TemporaryFolder
    /// Compresses to several chunks.
    let text: String

    init() throws {
        folder = try TemporaryFolder()
        var random = XorShift(seed: 3)
        text = (0..<60_000).map { _ in String(random.next(), radix: 36) }.joined(separator: "\n")
    }

    @Test func largeMember() throws {
        #expect(try lines(folder.write(gzip(text))).joined(separator: "\n") == text)
    }

    @Test func severalMembersAndPadding() throws {
        let bytes = gzip("one\nt") + gzip("wo\nthree") + gzip("") + gzip("\n") + [0, 0, 0, 0]
        #expect(try lines(folder.write(bytes)) == ["one", "two", "three"])
        #expect(try lines(folder.write(gzip(text) + gzip(text))).joined(separator: "\n") == text + text)
    }

    @Test func theNameDoesNotMatter() throws {
        #expect(try lines(folder.write(gzip("packed\n"), to: "name.txt")) == ["packed"])
        #expect(try lines(folder.write("plain\n", to: "name.gz")) == ["plain"])
    }

    @Test func aSingleByteAndTheMagicAlone() throws {
        #expect(try lines(folder.write("x")) == ["x"])
        let path = try folder.write([0x1f, 0x8b])
        expectDataError("file.txt: the gzip data ends too early") { try lines(path) }
    }

    /// Every length that cuts a small member off.
    @Test func cutOff() throws {
        let whole = gzip("some text, some text, some text\n")
        for length in 2..<whole.count {
            let path = try folder.write(Array(whole[..<length]), to: "cut.gz")
            expectDataError("cut.gz: the gzip data ends too early: the file is cut off") { try lines(path) }
        }
        let second = try folder.write(whole + whole[..<(whole.count - 1)], to: "cut.gz")
        expectDataError("cut off") { try lines(second) }
    }

    /// A single wrong bit anywhere is found by the format or by the checksum, or it lies in a place without content, such
    /// as the time of day in the header, and the text stays the same.
    @Test func damaged() throws {
        let whole = gzip("some text, some other text\n")
        var found = 0
        for position in 2..<whole.count {
            for bit in 0..<8 {
                var bytes = whole
                bytes[position] ^= 1 << UInt8(bit)
                let path = try folder.write(bytes, to: "bad.gz")
                do {
                    #expect(try lines(path) == ["some text, some other text"], "byte \(position)")
                } catch let error as DataError {
                    // Header flags may announce fields that then are missing, so being cut off is an answer as well.
                    #expect(error.message.contains("is damaged") || error.message.contains("ends too early"))
                    found += 1
                }
            }
        }
        #expect(found > (whole.count - 12) * 7)
    }

    @Test func garbageAfterTheLastMember() throws {
        let path = try folder.write(gzip("text\n") + Array("garbage".utf8))
        expectDataError("the gzip data is damaged") { try lines(path) }
    }

    /// A megabyte of zeros packs into a kilobyte; the bound counts what comes out.
    @Test func boundOnDecompressedSize() throws {
        let path = try folder.write(gzip([UInt8](repeating: 0x61, count: 1_000_000)))
        #expect(try lines(path, maximumBytes: 1_000_000)[0].utf8.count == 1_000_000)
        expectDataError("larger than the bound of 999999 bytes") { try lines(path, maximumBytes: 999_999) }
        let plain = try folder.write("12345")
        expectDataError("larger than the bound of 4 bytes") { try lines(plain, maximumBytes: 4) }
    }
}
