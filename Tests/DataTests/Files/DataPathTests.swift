import Foundation
import Packing
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct DataPathTests {
    let folder: TemporaryFolder
    private let long = String(repeating: "0 a line of text\n", count: 20_000)

    init() throws { folder = try TemporaryFolder() }

    private func archive(_ members: [(String, String)], isDeflated: Bool = true) -> [UInt8] {
        var writer = ZipWriter()
        for (name, text) in members { writer.add(name, Array(text.utf8), isDeflated: isDeflated) }
        return writer.bytes
    }

    @Test(arguments: [true, false])
    func theOnlyFileOfAnArchive(isDeflated: Bool) throws {
        let members = [("sub/", ""), ("__MACOSX/._a.txt", "x"), ("sub/a.txt", long), (".DS_Store", "y")]
        let path = try folder.write(archive(members, isDeflated: isDeflated), to: "a.zip")
        let expected = try lines(folder.write(long))
        #expect(try lines(path) == expected)
        #expect(try lines("\(path):sub/a.txt") == expected)
        #expect(DataPath("\(path):sub/a.txt").file == path)
        expectDataError("a.zip: the archive has no member 'b.txt'; it holds sub/a.txt") { try lines("\(path):b.txt") }
    }

    @Test func severalFiles() throws {
        let path = try folder.write(archive([("b.txt", "1 b\n"), ("c/d.txt", "2 d\n")]), to: "several.zip")
        #expect(try lines("\(path):c/d.txt") == ["2 d"])
        #expect(
            expectDataError("holds 2 files") { try lines(path) }
                == "\(path): the archive holds 2 files: b.txt, c/d.txt; name one, such as \(path):b.txt")
        let none = try folder.write(archive([(".hidden", "")]), to: "none.zip")
        expectDataError("none.zip: the archive holds no files") { try lines(none) }
    }

    @Test func packedVectors() throws {
        let path = try folder.write(archive([("glove.2d.txt", "a 1 2\nb 3 4\n")]), to: "glove.zip")
        #expect(try WordVectors(path: path).values == [1, 2, 3, 4])
    }

    @Test("A colon in a name that exists is a part of it")
    func colons() throws {
        let path = try folder.write("0 a\n", to: "a:b.txt")
        #expect(try lines(path) == ["0 a"])
        #expect(DataPath(path).member == nil)
        expectDataError("there is no such file") { try lines("nowhere:b.txt") }
    }

    @Test func damagedMembers() throws {
        let bytes = archive([("a.txt", long)])
        var random = XorShift(seed: 5)
        for _ in 0..<200 {
            var damaged = bytes
            damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let path = try folder.write(damaged, to: "damaged.zip")
            // What is read in spite of it is what was written.
            if let read = try? lines(path) {
                #expect(read.count == 20_000 && read.allSatisfy { $0 == "0 a line of text" })
            }
        }
    }
}
