import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct AtomicFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func replacesTheFileAndLeavesNothingElse() throws {
        try AtomicFile.write(Data("old".utf8), to: folder("a.txt"))
        try AtomicFile.write(Data("new".utf8), to: folder("a.txt"))
        #expect(try folder.text("a.txt") == "new")
        #expect(try folder.names == ["a.txt"])
    }

    @Test func keepsTheOldFileIfWritingFails() throws {
        try AtomicFile.write(Data("old".utf8), to: folder("a.txt"))
        #expect(throws: RunError("no more")) {
            try AtomicFile.write(to: folder("a.txt")) { file in
                try file.append(Data("half".utf8))
                throw RunError("no more")
            }
        }
        #expect(try folder.text("a.txt") == "old")
        #expect(try folder.names == ["a.txt"])
    }

    @Test func leavesNothingWhereThereWasNoFile() throws {
        #expect(throws: RunError.self) {
            try AtomicFile.write(to: folder("a.txt")) { _ in throw RunError("no more") }
        }
        #expect(try folder.names == [])
    }

    @Test func namesTheFileThatCannotBeWritten() throws {
        let path = folder("missing/a.txt")
        #expect(throws: RunError("cannot write \(path): No such file or directory")) {
            try AtomicFile.write(Data(), to: path)
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func saysThatTheDiskIsFull() throws {
        let file = try OutputFile("/dev/full", existing: .replace, name: "result.json")
        #expect(throws: RunError("cannot write result.json: No space left on device")) {
            try file.append(Data("{}".utf8))
        }
    }

    @Test func writesRelativePathsAndOddNames() throws {
        let name = "ü %20 #1.txt"
        try AtomicFile.write(Data("x".utf8), to: folder(name))
        #expect(try folder.text(name) == "x")
        #expect(try folder.names == [name])
    }
}
