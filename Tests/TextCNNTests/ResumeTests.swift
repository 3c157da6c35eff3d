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
        #expect(try folder.names(in: "run/state") == ["training.epoch-40.step-0.safetensors"])
        let record = try folder.text("run/environment.json")
        #expect(record.contains("wall_seconds"))
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
        try refused(["--resume", "run", "--epochs", "3"], "--epochs 3: the run in run has 40 epochs already")
        try refused(["--resume", "run", "--epochs", "40"], "--epochs 40: the run in run has 40 epochs already")
        try refused(["--resume", "run", "--seed", "3"], "--resume", "leave out the flags")
        try refused(["--resume", "run", "--output", "other"], "--resume", "--output")
        try expectUserError(
            of: "cvae", ["train", "--resume", "run"], in: folder,
            ["run/config.json: this is a configuration of textcnn train; cvae train expected its own"])
        try folder.write(generatedText(201), to: "train.txt")
        try refused(["--resume", "run"], "--resume run", "train.txt", "has changed")
    }

    private func succeed(_ arguments: [String]) throws -> Program.Result {
        let result = try textcnn(arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    @Test(
        "More epochs, also after the end, make of a run the one that began with as many",
        arguments: [[], ["--ensemble", "2"]])
    func extended(flags: [String]) throws {
        let small = ["--batch-size", "8", "--patience", "0"] + flags
        let first = try succeed(trainArguments(train, epochs: 3) + small + ["--output", "run", "--json"])
        let firstSeconds = try #require(try first.json["wall_seconds"] as? Double)
        let extended = try succeed(["train", "--resume", "run", "--epochs", "7", "--json"])
        let whole = try succeed(trainArguments(train, epochs: 7) + small + ["--output", "whole", "--json"])
        for name in try folder.names(in: "whole").filter({ $0.hasPrefix("checkpoint") }) {
            #expect(try folder.bytes("run/\(name)") == folder.bytes("whole/\(name)"), "\(name)")
        }
        for key in ["test_accuracy", "development_accuracy", "epochs", "best_epochs"] {
            #expect(try "\(extended.json[key]!)" == "\(whole.json[key]!)", "\(key)")
        }
        // Both sessions count.
        let seconds = try #require(try extended.json["wall_seconds"] as? Double)
        let trained = try #require(try extended.json["train_seconds"] as? Double)
        #expect(seconds > firstSeconds && seconds > trained)
        #expect(!extended.errors.contains("Note: "))
        try expectUserError(
            of: "textcnn", ["train", "--resume", "run"], in: folder, ["this run has ended", "only more epochs"])
        try folder.remove("run/state")
        try expectUserError(
            of: "textcnn", ["train", "--resume", "run", "--epochs", "9"], in: folder,
            ["this run has ended", "no state"])
    }

    @Test("A schedule that depends on the number of epochs is noted; what stopped early stays as it is, and is noted")
    func extensionsThatAreNoted() throws {
        _ = try succeed(trainArguments(train, epochs: 2, "--schedule", "cosine", "--output", "cosine"))
        let cosine = try succeed(["train", "--resume", "cosine", "--epochs", "3"])
        #expect(cosine.errors.contains("Note: the learning rate (cosine) depends on the number of epochs"))
        _ = try succeed(trainArguments(train, epochs: 30, "--patience", "1", "--output", "early"))
        let before = try folder.bytes("early/checkpoint.safetensors")
        let early = try succeed(["train", "--resume", "early", "--epochs", "40", "--json"])
        #expect(early.errors.contains("Note: this training stopped early after epoch "), "\(early.errors)")
        #expect(try folder.bytes("early/checkpoint.safetensors") == before)
        #expect((try early.json["epochs"] as? Int ?? 30) < 30)
    }
}
