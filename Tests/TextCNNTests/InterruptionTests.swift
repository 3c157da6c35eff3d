import Foundation
import Testing

@Suite("Ctrl-C stops at the step and keeps the last checkpoint")
struct InterruptionTests {
    private let folder: TestFolder
    private let train: String

    init() throws {
        folder = try TestFolder()
        train = try folder.write(generatedText(200), "train.txt")
    }

    /// Waits until the program has done what is asked for; fails if it ends before or takes a minute.
    private func wait(for program: Program, until condition: () -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !condition() {
            let (isRunning, isInTime) = (program.isRunning, Date() < deadline)
            try #require(isRunning && isInTime, "the program is \(isRunning ? "too slow" : "no longer running")")
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    private func epochCount() -> Int {
        let metrics = try? String(contentsOf: folder.url.appendingPathComponent("run/metrics.jsonl"), encoding: .utf8)
        return metrics?.count { $0 == "\n" } ?? 0
    }

    @Test func duringTraining() throws {
        let program = try Program(
            trainArguments(train, epochs: 100_000, "--patience", "0", "--output", "run"), in: folder)
        try wait(for: program) { epochCount() >= 2 }
        program.interrupt()
        let result = try program.finish()
        #expect(result.status == 130)
        #expect(result.output.isEmpty)
        let last = try #require(result.errors.split(separator: "\n").last)
        #expect(last == "error: interrupted; the last checkpoint is run/checkpoint.safetensors")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/run").sorted()
        #expect(names == ["checkpoint.safetensors", "config.json", "environment.json", "metrics.jsonl"])
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
        try wait(for: program) {
            FileManager.default.fileExists(atPath: folder.url.path + "/run/environment.json")
        }
        program.interrupt()
        let result = try program.finish()
        #expect(result.status == 130)
        #expect(epochCount() == 0)
        #expect(result.errors.hasSuffix("the last checkpoint is run/checkpoint.safetensors\n"))
        let evaluation = try textcnn(["evaluate", "--checkpoint", "run", "--test", train], in: folder)
        #expect(evaluation.status == 0, "\(evaluation.errors)")
    }
}
