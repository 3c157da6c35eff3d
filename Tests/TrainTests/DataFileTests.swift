import Foundation
import SwiftletData
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct DataFileRecordTests {
    @Test("A file has size and digest; a folder those of all files in it; a pipe and nothing at all have neither")
    func records() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("abc", to: "set/b.txt")
        try folder.write("", to: "set/a/empty")
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let record = try EnvironmentRecord.DataFile(recording: file)
        #expect(record == EnvironmentRecord.DataFile(path: file, bytes: 3, sha256: abc))
        let whole = try EnvironmentRecord.DataFile(recording: folder("set"))
        let lines = "\(empty)  a/empty\n\(abc)  b.txt\n"
        #expect(whole.bytes == 3 && whole.sha256 == SHA256.hexDigest(of: Array(lines.utf8)))
        try #require(mkfifo(folder("pipe"), 0o600) == 0)
        for name in ["pipe", "missing"] {
            let path = folder(name)
            #expect(try EnvironmentRecord.DataFile(recording: path) == EnvironmentRecord.DataFile(path: path))
        }
    }
}
