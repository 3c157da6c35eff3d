import Foundation
import TestSupport
import Testing

@Suite("A run that was stopped goes on with --resume")
struct ResumeTests {
    private let folder: TemporaryFolder
    private let train: String

    init() throws {
        folder = try TemporaryFolder()
        train = try folder.write(generatedText(200), to: "train.txt")
    }

    private func metrics(_ run: String) -> [Substring] {
        ((try? folder.text("\(run)/metrics.jsonl")) ?? "").split(separator: "\n")
    }

    /// Starts a training and interrupts it within its second epoch or later.
    private func stoppedRun() throws {
        let program = try Program(
            trainArguments(train, epochs: 40, "--batch-size", "2", "--patience", "0", "--output", "run"), in: folder)
        try program.wait { metrics("run").count >= 1 }
        program.interrupt()
        let status = try program.finish().status
        try #require(status == 130)
    }

    @Test("It ends as the run that was not stopped, and its settings, command line and states are in order")
    func resumed() throws {
        try stoppedRun()
        #expect(metrics("run").count < 40)
        let resumed = try textcnn(["train", "--resume", "run", "--threads", "2", "--json"], in: folder)
        #expect(resumed.status == 0, "\(resumed.errors)")
        let whole = try textcnn(
            trainArguments(train, epochs: 40, "--batch-size", "2", "--patience", "0", "--output", "whole", "--json"),
            in: folder)
        #expect(whole.status == 0)
        #expect(try folder.bytes("run/checkpoint.safetensors") == folder.bytes("whole/checkpoint.safetensors"))
        #expect(metrics("run").count == 40)
        for key in ["test_accuracy", "development_accuracy", "epochs"] {
            #expect(try "\(resumed.json[key]!)" == "\(whole.json[key]!)", "\(key)")
        }
        #expect(try !folder.names(in: "run").contains("state"))
        #expect(try folder.text("run/environment.json").contains("\"--filters\""))
        // A run that has its result has nothing left to do.
        try expectUserError(
            of: "textcnn", ["train", "--resume", "run"], in: folder, ["--resume run", "has ended", "run/result.json"])
    }

    @Test("What cannot go on is told in one sentence, and nothing changes")
    func refusals() throws {
        try stoppedRun()
        let before = try folder.bytes("run/metrics.jsonl")
        func refused(_ arguments: [String], _ texts: String...) throws {
            try expectUserError(of: "textcnn", ["train"] + arguments, in: folder, texts)
            #expect(try folder.bytes("run/metrics.jsonl") == before)
        }
        try refused(["--resume", "nowhere"], "nowhere", "no run")
        try refused(["--resume", "run", "--epochs", "3"], "--resume", "leave out the flags")
        try refused(["--resume", "run", "--seed", "3"], "--resume", "leave out the flags")
        try refused(["--resume", "run", "--output", "other"], "--resume", "--output")
        try expectUserError(
            of: "cvae", ["train", "--resume", "run"], in: folder,
            ["run/config.json", "not that of a run of this program"])
        try folder.write(generatedText(201), to: "train.txt")
        try refused(["--resume", "run"], "--resume run", "train.txt", "has changed")
    }
}
