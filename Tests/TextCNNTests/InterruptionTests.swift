import Foundation
import TestSupport
import Testing

@Suite("Ctrl-C stops at the step and keeps the last checkpoint")
struct InterruptionTests {
    private let folder: TemporaryFolder
    private let train: String

    init() throws {
        folder = try TemporaryFolder()
        train = try folder.write(generatedText(200), to: "train.txt")
    }

    /// How an interrupted run that kept a state ends its sentence.
    private let next = "textcnn train --resume run"

    private func epochCount() -> Int {
        let metrics = try? String(contentsOf: folder.url.appendingPathComponent("run/metrics.jsonl"), encoding: .utf8)
        return metrics?.count { $0 == "\n" } ?? 0
    }

    @Test func duringTraining() throws {
        let program = try Program(
            trainArguments(train, epochs: 100_000, "--patience", "0", "--output", "run"), in: folder)
        try program.wait { epochCount() >= 2 }
        program.interrupt()
        let result = try program.finish()
        #expect(result.status == 130)
        #expect(result.output.isEmpty)
        let last = try #require(result.errors.split(separator: "\n").last)
        #expect(last.hasPrefix("error: interrupted; the last checkpoint is run/checkpoint.safetensors; resume with: "))
        #expect(last.hasSuffix(next))
        let names = try folder.names(in: "run")
        #expect(
            names == [
                "checkpoint.safetensors", "config.json", "environment.json", "metrics.jsonl", "state", "tensorboard",
            ])
        let evaluation = try textcnn(["evaluate", "--checkpoint", "run", "--test", train], in: folder)
        #expect(evaluation.status == 0, "\(evaluation.errors)")
    }

    @Test("Before the first epoch has ended")
    func firstEpoch() throws {
        // One sentence a step, and a slow network: the epoch lasts far longer than the wait for its beginning.
        let program = try Program(
            trainArguments(
                train, epochs: 1, "--batch-size", "1", "--filters", "2000", "--embedding-dimension", "300",
                "--output", "run"), in: folder)
        try program.wait {
            FileManager.default.fileExists(atPath: folder("run/environment.json"))
        }
        program.interrupt()
        let result = try program.finish()
        #expect(result.status == 130)
        #expect(epochCount() == 0)
        #expect(result.errors.hasSuffix("\(next)\n"))
        let evaluation = try textcnn(["evaluate", "--checkpoint", "run", "--test", train], in: folder)
        #expect(evaluation.status == 0, "\(evaluation.errors)")
    }

    @Test("In a later fold, a model of half an epoch does not count: the earlier fold has a whole one")
    func laterFold() throws {
        // One sentence a step, and a slow network: an epoch lasts far longer than the way from here to the signal.
        let program = try Program(
            trainArguments(
                train, epochs: 1, "--batch-size", "1", "--filters", "500", "--embedding-dimension", "200",
                "--folds", "3", "--output", "run"), in: folder)
        try program.wait { epochCount() >= 1 }
        program.interrupt()
        let result = try program.finish()
        #expect(result.status == 130)
        #expect(epochCount() == 1)
        #expect(result.errors.contains("the last checkpoint is run/checkpoint-fold-1.safetensors; resume with: "))
        #expect(result.errors.hasSuffix("\(next)\n"))
        let names = try folder.names(in: "run")
        #expect(
            names == [
                "checkpoint-fold-1.safetensors", "config.json", "environment.json", "metrics.jsonl", "state",
                "tensorboard",
            ])
    }

    @Test func comparison() throws {
        let program = try Program(
            [
                "compare", "--train", train, "--filters", "4", "--epochs", "100000", "--patience", "0", "--threads",
                "1",
                "--output", "run",
            ], in: folder)
        try program.wait { epochCount() >= 2 }
        program.interrupt()
        let result = try program.finish()
        #expect(result.status == 130)
        #expect(result.errors.hasSuffix("error: interrupted\n") && result.output.isEmpty)
    }
}
