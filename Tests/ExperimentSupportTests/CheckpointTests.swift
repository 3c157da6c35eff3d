import Foundation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import ExperimentSupport

private enum Faces: Experiment {
    static let name = "faces"
    static let samples = "pairs"
    static let defaults = Digits.defaults
}

@Suite struct ExperimentCheckpointTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    private func layer(_ seed: UInt64) throws -> Linear {
        try Linear(2, 3).initialized(seed: seed, in: context)
    }

    /// Writes a checkpoint of two modules; gives its path.
    private func written() throws -> String {
        let checkpoint = try Checkpoint(
            of: Digits.self, [("left", try layer(1)), ("right", try layer(2))], metadata: ["model": "{\"epochs\":3}"])
        try checkpoint.write(to: folder("checkpoint.safetensors"))
        return folder("checkpoint.safetensors")
    }

    @Test func modulesComeBackUnderTheirPrefixes() throws {
        let file = try written()
        for path in [file, folder.path] {
            try Checkpoint.read(CheckpointPath.file(at: path), of: Digits.self, in: context) { checkpoint in
                let restored = try layer(3)
                try checkpoint.load(restored, prefix: "right")
                #expect(try restored.weight.value.elements == layer(2).weight.value.elements)
                #expect(try checkpoint.decode([String: Int].self, "model") == ["epochs": 3])
                try checkpoint.require("left.weight", shape: [3, 2])
            }
        }
    }

    @Test("Each fault is one sentence that names the file")
    func faults() throws {
        let file = try written()
        func expect(_ sentence: String, of kind: (some Experiment).Type, _ make: (Checkpoint) throws -> Void) {
            #expect(throws: RunError("\(file): \(sentence)")) {
                try Checkpoint.read(file, of: kind, in: context, make)
            }
        }
        expect("this is not a checkpoint of faces, but one of digits", of: Faces.self) { _ in }
        expect("the checkpoint has no 'labels'", of: Digits.self) { _ = try $0.entry("labels") }
        expect("the checkpoint's 'model' cannot be understood", of: Digits.self) {
            _ = try $0.decode([Int].self, "model")
        }
        expect("'left.weight' must have the shape [3, 4], but has [3, 2]", of: Digits.self) {
            try $0.require("left.weight", shape: [3, 4])
        }
        expect("'middle.weight' must have the shape [3], but is missing", of: Digits.self) {
            try $0.require("middle.weight", shape: [3])
        }

        try Checkpoint(tensors: [("x", Tensor([1], in: context))]).write(to: file)
        expect("this is not a checkpoint of faces", of: Faces.self) { _ in }
        #expect(throws: CheckpointError.self) {
            try Checkpoint.read(folder("missing.safetensors"), of: Faces.self, in: context) { _ in }
        }
    }

    @Test("An interruption names the last checkpoint and how to resume; errors name the checkpoint")
    func interruption() throws {
        let run = try ExperimentRun(
            of: Faces.self, in: RunDirectory(folder("run")), configuration: ["epochs": 3], context: context,
            environment: EnvironmentRecord(of: context))
        #expect(throws: InterruptedError(signal: 2, "interrupted before there was a checkpoint")) {
            try run.interruptible { throw InterruptedError(signal: 2) }
        }
        try run.write(checkpoint: Checkpoint(tensors: []))
        #expect(
            throws: InterruptedError(
                signal: 15, "interrupted; the last checkpoint is \(folder("run/checkpoint.safetensors"))")
        ) {
            try run.interruptible { throw InterruptedError(signal: 15) }
        }
        #expect(throws: RunError("other; the last checkpoint is \(folder("run/checkpoint.safetensors"))")) {
            try run.interruptible { throw RunError("other") }
        }
        #expect(
            try folder.names(in: "run") == [
                ".lock", "checkpoint.safetensors", "config.json", "environment.json", "metrics.jsonl",
            ])
        try run.states(part: "fold-1").save(TrainingState(LoopProgress(watching: EarlyStopping(patience: nil))))
        #expect(
            throws: InterruptedError(
                signal: 2,
                "interrupted; the last checkpoint is \(folder("run/checkpoint.safetensors")); resume with: "
                    + "faces train --resume \(folder("run"))")
        ) {
            try run.interruptible { throw InterruptedError(signal: 2) }
        }
    }

    @Test("A figure, a log or a report that cannot be written is skipped; the result is there before")
    func skipping() throws {
        let run = try ExperimentRun(
            of: Faces.self, in: RunDirectory(folder("run")), configuration: ["epochs": 3], context: context,
            environment: EnvironmentRecord(of: context))
        try folder.write("no folder", to: "run/tensorboard")
        try folder.write("in the way", to: "run/report.html/file")
        try run.states().save(TrainingState(LoopProgress(watching: EarlyStopping(patience: nil))))
        let line = """
            {"epoch": 1, "train": {"loss": 1}, "evaluation": {}, "is_best": true, "samples": 1, "train_seconds": 1, \
            "waiting_seconds": 0, "samples_per_s": 1, "elapsed_seconds": 1}
            """
        let record = try JSON.decode(EpochRecord.self, from: Data(line.utf8))
        try run.log(record)
        try run.log(record)
        var wasThere = false
        try run.finish(["a": 1], lines: [], json: false) {
            wasThere = FileManager.default.fileExists(atPath: folder("run/result.json"))
            run.illustrate("the map") { throw RunError("all embeddings are alike") }
        }
        #expect(wasThere)
        #expect(try folder.text("run/metrics.jsonl").split(separator: "\n").count == 2)
        #expect(try folder.names(in: "run/state") == ["training.epoch-0.step-0.safetensors"])
    }
}
