import Foundation
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct RunLockTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Locks the folder as another process does, until the descriptor is closed.
    private func lockAsAnother(_ content: String) throws -> Int32 {
        let path = try folder.write(content, to: ".lock")
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor
    }

    @Test func refusesAFolderThatAnotherProcessHolds() throws {
        try folder.write("{}", to: "config.json")
        let descriptor = try lockAsAnother("123 \(HostName.current)\n")
        let expected = RunError("process 123 is at work in \(folder.path)")
        #expect(throws: expected) { _ = try RunDirectory(folder.path) }
        #expect(throws: expected) { _ = try RunDirectory(folder.path, overwrite: true) }
        #expect(throws: expected) { _ = try RunDirectory(resuming: folder.path) }
        #expect(throws: expected) { _ = try RunDirectory.configuration(of: folder.path, over: ["seed": 1]) }
        #expect(try folder.names == [".lock", "config.json"])
        close(descriptor)
        _ = try RunDirectory(folder.path, overwrite: true)
    }

    @Test func namesTheMachineOfAnotherProcess() throws {
        let descriptor = try lockAsAnother("7 elsewhere.example\n")
        defer { close(descriptor) }
        #expect(throws: RunError("process 7 on elsewhere.example is at work in \(folder.path)")) {
            _ = try RunDirectory(folder.path)
        }
    }

    @Test func takesOverWhatAKilledProcessLeft() throws {
        try folder.write("123 \(HostName.current)\n", to: ".lock")
        let run = try RunDirectory(folder.path)
        #expect(try folder.text(".lock") == "\(getpid()) \(HostName.current)\n")
        #expect(run.warning == nil)
    }

    @Test func leavesNothing() throws {
        do {
            let run = try RunDirectory(folder.path)
            #expect(try folder.names == [".lock", "metrics.jsonl"])
            #expect(run.path == folder.path)
        }
        #expect(try folder.names == ["metrics.jsonl"])
    }

    @Test func aProcessSharesItsOwnLock() throws {
        let first = try RunDirectory(folder("run"))
        try first.write(configuration: ["seed": 1])
        do {
            let second = try RunDirectory(folder("run"), overwrite: true)
            #expect(second.path == first.path)
            #expect(throws: Never.self) { try RunLock.requireFree(first.path) }
        }
        #expect(try folder.names(in: "run").contains(".lock"))
    }

    @Test func doesNotRemoveTheLockOfAFolderThatTookThePlaceOfItsOwn() throws {
        var run: RunDirectory? = try RunDirectory(folder("run"))
        try FileManager.default.moveItem(atPath: folder("run"), toPath: folder("moved"))
        try folder.write("123 x\n", to: "run/.lock")
        #expect(run != nil)
        run = nil
        #expect(try folder.names(in: "run") == [".lock"])
    }
}
