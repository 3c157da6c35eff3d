import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite("The files that a run read are found again by their contents")
struct RecordedFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A run in `run` that was called in this folder and read some files.
    private func record(_ names: [String]) throws {
        let directory = try RunDirectory(folder("run"), overwrite: true)
        var record = EnvironmentRecord(of: try ComputeContext(threads: 1, kernels: "auto"))
        record.workingDirectory = folder.path
        record.dataFiles = try names.map {
            var file = try EnvironmentRecord.DataFile(recording: folder($0))
            file.path = $0
            return file
        }
        try directory.write(environment: record)
    }

    private func files(movedTo moved: String? = nil) throws -> RecordedFiles {
        try RecordedFiles(of: folder("run"), movedTo: moved)
    }

    @Test("Paths of the record mean its working folder")
    func places() throws {
        try folder.write("a", to: "data/set/a.txt")
        try folder.write("p", to: "faces/anna/1.pgm")
        try record(["data/set/a.txt", "faces"])
        let files = try files()
        #expect(files.files.map(\.path) == [folder("data/set/a.txt"), folder("faces")])
        #expect(files.place(of: "./data/set/a.txt") == folder("data/set/a.txt"))
        #expect(try files.records(for: files.files.map(\.path)).count == 2)
        #expect(throws: RunError("without the same data the run cannot be resumed: it did not read /other")) {
            try files.records(for: [folder("faces"), "/other"])
        }
        #expect(throws: RunError.self) { try files.records(for: [folder("faces")]) }
    }

    @Test(
        "What has moved is found by the end of its path, a folder also as the one that is named, but by contents alone")
    func moved() throws {
        for (name, text) in [("pictures/a.png", "a"), ("pictures/b.png", "b"), ("set/train.txt", "t")] {
            try folder.write(text, to: "old/\(name)")
        }
        try record(["old/pictures/a.png", "old/pictures/b.png", "old/set/train.txt"])
        try folder.write("other", to: "new/set/train.txt")
        try FileManager.default.moveItem(atPath: folder("old/pictures"), toPath: folder("new/pictures"))
        try folder.write("t", to: "new/train.txt")
        try folder.remove("old")
        let files = try files(movedTo: folder("new"))
        #expect(files.place(of: "old/pictures") == folder("new/pictures"))
        #expect(files.place(of: "old/set/train.txt") == folder("new/train.txt"))
        #expect(files.place(of: "old/set/train.txt:member") == folder("new/train.txt:member"))

        try folder.write("1", to: "people/anna/1.pgm")
        try record(["people"])
        try FileManager.default.moveItem(atPath: folder("people"), toPath: folder("persons"))
        #expect(try self.files(movedTo: folder("persons")).place(of: "people") == folder("persons"))
    }

    @Test("All that is gone or has changed is named in one sentence")
    func faults() throws {
        for name in ["a", "b", "c"] { try folder.write(name, to: name) }
        try record(["a", "b", "c"])
        try folder.remove("a")
        try folder.write("B", to: "b")
        #expect(
            throws: RunError(
                "without the same data the run cannot be resumed: \(folder("a")) is gone; \(folder("b")) has changed since"
            )
        ) { try files() }
    }
}
