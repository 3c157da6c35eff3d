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

    @Test func keepsThePermissionsOfTheFileThatItReplaces() throws {
        try folder.write("old", to: "a.txt")
        chmod(folder("a.txt"), 0o640)
        try AtomicFile.write(Data("new".utf8), to: folder("a.txt"))
        let permissions = try FileManager.default.attributesOfItem(atPath: folder("a.txt"))[.posixPermissions] as? Int
        #expect(try folder.text("a.txt") == "new" && permissions == 0o640)
    }

    @Test func otherHardLinksKeepTheOldContent() throws {
        try folder.write("old", to: "a.txt")
        link(folder("a.txt"), folder("snapshot.txt"))
        try AtomicFile.write(Data("new".utf8), to: folder("a.txt"))
        #expect(try folder.text("a.txt") == "new" && folder.text("snapshot.txt") == "old")
    }

    @Test("Symbolic links stay and are followed, a chain and one that leads to no file yet too")
    func symbolicLinks() throws {
        try folder.write("old", to: "target/a.txt")
        for (link, target) in [("1", "2"), ("2", "target/a.txt"), ("dangling", "target/b.txt")] {
            symlink(target, folder(link))
        }
        try AtomicFile.write(Data("new".utf8), to: folder("1"))
        try AtomicFile.write(Data("first".utf8), to: folder("dangling"))
        #expect(try folder.text("target/a.txt") == "new" && folder.text("target/b.txt") == "first")
        #expect(try folder.names == ["1", "2", "dangling", "target"])
        #expect(try folder.names(in: "target") == ["a.txt", "b.txt"])
        for link in ["1", "2", "dangling"] {
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder(link)).count > 0)
        }
        symlink("loop", folder("loop"))
        #expect(throws: RunError("cannot write \(folder("loop")): Too many levels of symbolic links")) {
            try AtomicFile.write(Data(), to: folder("loop"))
        }
    }

    @Test func refusesAFolder() throws {
        #expect(throws: RunError("cannot write \(folder.path): it is a folder")) {
            try AtomicFile.write(Data(), to: folder.path)
        }
        #expect(throws: RunError("cannot write \(folder.path): it is a folder")) {
            try AtomicFile.requireWritable(folder.path)
        }
    }

    @Test func tellsBeforeTheWorkWhetherAFileCanBeWritten() throws {
        try AtomicFile.requireWritable(folder("a.txt"))
        #expect(throws: RunError.self) { try AtomicFile.requireWritable(folder("none/a.txt")) }
        symlink("none/a.txt", folder("link"))
        #expect(throws: RunError.self) { try AtomicFile.requireWritable(folder("link")) }
        try folder.write("x", to: "there")
        #expect(AtomicFile.replaces(folder("there")))
        #expect(!AtomicFile.replaces(folder("none")) && !AtomicFile.replaces("/dev/null"))
    }

    @Test("A device is written, not replaced", .enabled(if: getuid() == 0, "needs root to make a device"))
    func devices() throws {
        guard mknod(folder("null"), S_IFCHR | 0o666, 0x103) == 0 else { return }
        symlink("null", folder("link"))
        for name in ["null", "link"] { try AtomicFile.write(Data("x".utf8), to: folder(name)) }
        var status = stat()
        #expect(lstat(folder("null"), &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        #expect(lstat(folder("link"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(try folder.names == ["link", "null"])
    }

    @Test func writesIntoAFIFO() throws {
        mkfifo(folder("fifo"), 0o600)
        // Held open for reading, so that opening it for writing does not wait.
        let reader = open(folder("fifo"), O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try AtomicFile.write(Data("through".utf8), to: folder("fifo"))
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(reader, &bytes, bytes.count)
        #expect(String(decoding: bytes[..<max(count, 0)], as: UTF8.self) == "through")
        #expect(try folder.names == ["fifo"])
    }

    @Test("A descriptor of the process is written where it stands", arguments: ["/dev/fd", "/proc/self/fd"])
    func descriptors(place: String) throws {
        guard FileManager.default.fileExists(atPath: place) else { return }
        let descriptor = open(folder("log"), O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        _ = "before ".withCString { write(descriptor, $0, strlen($0)) }
        symlink("\(place)/\(descriptor)", folder("link"))
        try AtomicFile.write(Data("written ".utf8), to: "\(place)/\(descriptor)")
        try AtomicFile.write(Data("linked".utf8), to: folder("link"))
        #expect(try folder.text("log") == "before written linked")
        #expect(throws: RunError("cannot write \(place)/999: Bad file descriptor")) {
            try AtomicFile.write(Data(), to: "\(place)/999")
        }
    }

    @Test("A file that is mounted on its own cannot be replaced; it is written in place")
    func mountPoints() throws {
        try folder.write("a longer old text", to: "a.txt")
        var calls = FileCalls()
        calls.rename = { _, _ in
            errno = EBUSY
            return -1
        }
        try FileCalls.$current.withValue(calls) { try AtomicFile.write(Data("new".utf8), to: folder("a.txt")) }
        #expect(try folder.text("a.txt") == "new" && folder.names == ["a.txt"])
    }

    @Test func writesTheLongestNames() throws {
        let name = String(repeating: "n", count: 255)
        try AtomicFile.write(Data("x".utf8), to: folder(name))
        #expect(try folder.names == [name])
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
