import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct RunDirectoryTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func makesTheFolderAndThoseAboveIt() throws {
        let run = try RunDirectory(folder("a/b/c"))
        #expect(FileManager.default.fileExists(atPath: run.path("metrics.jsonl")))
    }

    @Test func takesAnEmptyFolder() throws {
        _ = try RunDirectory(folder.path)
        #expect(try folder.names == ["metrics.jsonl"])
    }

    @Test func refusesAFolderWithFilesAndTouchesNone() throws {
        try folder.write("mine", to: "thesis.tex")
        let error = #expect(throws: RunError.self) { _ = try RunDirectory(folder.path) }
        #expect(error?.description.contains("\(folder.path) is not empty") == true)
        #expect(try folder.names == ["thesis.tex"])
    }

    @Test func overwritesARunButNoOtherFile() throws {
        let first = try RunDirectory(folder.path)
        try first.append(metrics: ["epoch": 1])
        try first.write(result: ["accuracy": 0.5])
        try folder.write("mine", to: "thesis.tex")
        _ = try RunDirectory(folder.path, overwrite: true)
        #expect(try folder.names == [".lock", "metrics.jsonl", "thesis.tex"])
        #expect(try folder.text("metrics.jsonl") == "")
        #expect(try folder.text("thesis.tex") == "mine")
    }

    @Test func overwritingChangesNoOtherHardLink() throws {
        try RunDirectory(folder("run")).append(metrics: ["epoch": 1])
        link(folder("run/metrics.jsonl"), folder("snapshot"))
        try RunDirectory(folder("run"), overwrite: true).append(metrics: ["epoch": 2])
        #expect(try folder.text("snapshot") == "{\"epoch\":1}\n")
        #expect(try folder.text("run/metrics.jsonl") == "{\"epoch\":2}\n")
    }

    @Test func refusesAFile() throws {
        try folder.write("mine", to: "run")
        #expect(throws: RunError("cannot create the folder \(folder("run")): a file of this name exists")) {
            _ = try RunDirectory(folder("run"))
        }
        #expect(throws: RunError.self) { _ = try RunDirectory(folder("run/below")) }
        #expect(try folder.text("run") == "mine")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "needs /proc"))
    func refusesAFolderThatCannotBeWritten() {
        let error = #expect(throws: RunError.self) { _ = try RunDirectory("/proc/swiftlet/run") }
        #expect(error?.description.hasPrefix("cannot create the folder /proc/swiftlet: ") == true)
    }

    @Test func numbersDefaultNames() throws {
        let date = Calendar(identifier: .gregorian).date(from: DateComponents(year: 2026, month: 3, day: 7, hour: 12))!
        let names = try (0..<3).map { _ in
            try RunDirectory(experiment: "textcnn", in: folder("runs"), date: date).path
        }
        #expect(names == (1...3).map { folder("runs/textcnn-2026-03-07-\($0)") })
    }

    @Test func appendsOneLineForEachCall() throws {
        let run = try RunDirectory(folder.path)
        try run.append(metrics: ["loss": 0.25])
        #expect(try folder.text("metrics.jsonl") == "{\"loss\":0.25}\n")
        try run.append(metrics: ["loss": Double.nan])
        #expect(try folder.text("metrics.jsonl") == "{\"loss\":0.25}\n{\"loss\":\"NaN\"}\n")
    }

    @Test func writesFilesInOrderOfTheirKeys() throws {
        let run = try RunDirectory(folder.path)
        try run.write(configuration: ["seed": 1, "batch_size": 50, "epochs": 3])
        let text = try folder.text("config.json")
        let keys = text.matches(of: /"([a-z_]+)"/).map { String($0.output.1) }
        #expect(keys == ["batch_size", "epochs", "seed"])
        #expect(text.hasSuffix("}\n"))
    }

    @Test func recordsTheEnvironment() throws {
        let context = try ComputeContext(threads: 2, kernels: "reference")
        let file = EnvironmentRecord.DataFile(path: "train.txt", bytes: 12, sha256: "ab")
        let record = EnvironmentRecord(of: context, dataFiles: [file])
        #expect(record.threads == 2)
        #expect(record.kernels == "reference")
        #expect(record.kernelVariants["gemm"] == "reference")
        #expect(record.startTime.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
        let run = try RunDirectory(folder.path)
        try run.write(environment: record)
        let data = try Data(contentsOf: URL(fileURLWithPath: folder("environment.json")))
        #expect(try JSON.decode(EnvironmentRecord.self, from: data) == record)
        #expect(String(decoding: data, as: UTF8.self).contains("\"instruction_set\""))
    }
}
