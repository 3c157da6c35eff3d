import Foundation
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletTrain

/// A small training in a run directory, with everything that a state holds.
private final class SmallTraining: SingleModelTrainer {
    private let epochs: Int
    private let stepsPerEpoch: Int
    private let context: ComputeContext
    private let network: Linear
    let optimizer: Optimizer = Adam(learningRate: 0.1)
    let average: ExponentialMovingAverage?
    var module: any Module { network }
    /// Steps that this object took.
    private(set) var steps = 0

    init(epochs: Int = 4, stepsPerEpoch: Int = 3) throws {
        (self.epochs, self.stepsPerEpoch) = (epochs, stepsPerEpoch)
        context = try ComputeContext(threads: 1, kernels: "auto")
        network = try Linear(5, 3).initialized(seed: 4, in: context)
        average = try ExponentialMovingAverage(decay: 0.9, of: network)
    }

    private func step(_ number: Int) throws -> Metrics {
        steps += 1
        var random = RandomStream(seed: 5).child(number)
        let input = Tensor.normal([4, 5], deviation: 1, using: &random, in: context)
        let (loss, gradients) = try valueAndGradients(of: network, random: random) { pass in
            self.network(pass(input)).squared().mean()
        }
        optimizer.step(gradients)
        average?.update()
        return Metrics(loss: loss.item, count: 4)
    }

    /// Trains in a folder, from a state if there is one; `stopsBefore` counts the steps of this call.
    func run(in directory: RunDirectory, stopsBefore: Int = .max, note: @escaping (String) -> Void = { _ in }) throws
        -> TrainingSummary
    {
        let states = TrainingStates(in: directory.path, note: note)
        let saved = states.latest(in: context)
        var best: ModuleSnapshot?
        func keep() throws {
            try Checkpoint(tensors: network.stateDictionary().map { ($0.name, $0.value) })
                .write(to: directory.path("checkpoint.safetensors"))
        }
        if let saved {
            try load(from: saved)
            best = try saved.best(of: network, found: keep)
            for record in saved.progress.summary.epochs { try directory.append(metrics: record) }
        }
        var loop = TrainingLoop(
            epochs: epochs, watching: EarlyStopping(metric: "loss", mode: .min, patience: nil),
            log: { try directory.append(metrics: $0) }, isInterrupted: { self.steps >= stopsBefore })
        loop.secondsBetweenStates = 0
        return try loop.run(
            from: saved?.progress,
            batches: { epoch in (0..<stepsPerEpoch).map { stepsPerEpoch * epoch + $0 } },
            step: step,
            evaluate: { Metrics(loss: abs(self.network.weight.value.sum().item - 1), count: 1) },
            epochEnded: { epoch in
                guard epoch.isBest else { return }
                best = try ModuleSnapshot(of: self.network)
                try keep()
            },
            keepState: { try states.save($0, of: self, best: best) })
    }

    /// All parameters, moments and averages.
    var bits: [[UInt32]] {
        get throws {
            var state = try TrainingState(LoopProgress(watching: EarlyStopping(patience: nil)))
            try save(to: &state)
            return state.checkpoint.tensors.map { $0.tensor.elements.map(\.bitPattern) }
        }
    }
}

/// What a training leaves in its folder, without times.
private func outcome(_ directory: String) throws -> [String] {
    let metrics = try String(contentsOfFile: "\(directory)/metrics.jsonl", encoding: .utf8)
    let records = try metrics.split(separator: "\n").map {
        try JSON.decode(EpochRecord.self, from: Data($0.utf8))
    }
    let checkpoint = FileManager.default.contents(atPath: "\(directory)/checkpoint.safetensors") ?? Data()
    return records.map { "\($0.epoch) \($0.train) \($0.evaluation) \($0.isBest) \($0.samples)" }
        + ["\(Array(checkpoint))"]
}

@Suite struct ResumeTests {
    /// A run directory with settings, or the one that there is.
    private func directory(_ path: String) throws -> RunDirectory {
        if FileManager.default.fileExists(atPath: "\(path)/config.json") { return try RunDirectory(resuming: path) }
        let directory = try RunDirectory(path, overwrite: true)
        try directory.write(configuration: ["epochs": 4])
        return directory
    }

    @Test("Stopped before any step, a training goes on to the same bits")
    func everyStep() throws {
        let folder = try TemporaryFolder()
        let whole = try SmallTraining()
        let summary = try inMemory { try whole.run(in: directory(folder("whole"))) }
        let steps = 12
        #expect(summary.ending == .completed && whole.steps == steps)
        for stop in 0..<steps {
            let path = folder("stopped-\(stop)")
            let first = try SmallTraining()
            let stopped = try inMemory { try first.run(in: directory(path), stopsBefore: stop) }
            #expect(stopped.ending == .interrupted)
            #expect(first.steps == stop)
            let second = try SmallTraining()
            let resumed = try inMemory { try second.run(in: directory(path)) }
            #expect(second.steps == steps - stop)
            #expect(try second.bits == whole.bits, "stopped before step \(stop)")
            #expect(try outcome(path) == outcome(folder("whole")), "stopped before step \(stop)")
            #expect(resumed.bestEpoch == summary.bestEpoch)
        }
    }

    @Test("A training that has ended is not trained again, but told of")
    func ended() throws {
        let folder = try TemporaryFolder()
        let first = try SmallTraining()
        _ = try first.run(in: directory(folder("run")))
        let again = try SmallTraining()
        let summary = try again.run(in: directory(folder("run")))
        #expect(again.steps == 0 && summary.ending == .completed && summary.epochs.count == 4)
        #expect(try again.bits == first.bits)
    }

    @Test("A training that has ended goes on with more epochs to the bits of one that began with as many")
    func extended() throws {
        let folder = try TemporaryFolder()
        _ = try inMemory { try SmallTraining(epochs: 2).run(in: directory(folder("run"))) }
        let extended = try SmallTraining(epochs: 4)
        let summary = try inMemory { try extended.run(in: directory(folder("run"))) }
        let whole = try SmallTraining(epochs: 4)
        let expected = try inMemory { try whole.run(in: directory(folder("whole"))) }
        #expect(extended.steps == 6 && summary.ending == .completed && summary.bestEpoch == expected.bestEpoch)
        #expect(try extended.bits == whole.bits)
        #expect(try outcome(folder("run")) == outcome(folder("whole")))
    }

    @Test("Of the states of a run that has its result, the last one of each training stays, and tells its time")
    func lastStates() throws {
        let folder = try TemporaryFolder()
        for (part, seconds) in [("fold-1", 4.5), ("fold-2", 3)] {
            let states = TrainingStates(in: folder("run"), part: part)
            states.wallSeconds = { seconds }
            for step in 1...2 {
                var progress = LoopProgress(watching: EarlyStopping(patience: nil))
                progress.step = step
                try states.save(TrainingState(progress))
            }
        }
        #expect(try folder.names(in: "run/state").count == 4)
        try TrainingStates.removeAllButLast(in: folder("run"))
        #expect(
            try folder.names(in: "run/state") == [
                "fold-1.epoch-0.step-2.safetensors", "fold-2.epoch-0.step-2.safetensors",
            ])
        #expect(TrainingStates.wallSeconds(in: folder("run")) == 4.5)
    }

    @Test(
        "A damaged state is named, and the one before it is used; without any, training begins anew", arguments: [1, 2])
    func damaged(count: Int) throws {
        let folder = try TemporaryFolder()
        let whole = try SmallTraining()
        _ = try inMemory { try whole.run(in: directory(folder("whole"))) }
        _ = try inMemory { try SmallTraining().run(in: directory(folder("run")), stopsBefore: 7) }
        let states = try folder.names(in: "run/state")
        #expect(states == ["training.epoch-2.step-0.safetensors", "training.epoch-2.step-1.safetensors"])
        for name in states.suffix(count) {
            var bytes = try folder.bytes("run/state/\(name)")
            bytes[bytes.count - 3] ^= 4
            try folder.write(bytes, to: "run/state/\(name)")
        }
        var notes: [String] = []
        let second = try SmallTraining()
        _ = try inMemory { try second.run(in: directory(folder("run")), note: { notes.append($0) }) }
        #expect(notes.count == count)
        #expect(notes.allSatisfy { $0.contains("/state/training.epoch-2.step-") && $0.contains("checksum") })
        #expect(second.steps == (count == 1 ? 6 : 12))
        #expect(try second.bits == whole.bits)
        #expect(try outcome(folder("run")) == outcome(folder("whole")))
    }

    @Test(
        "Whichever file call fails, or is the last before the power is gone, the run goes on to the same files",
        arguments: FailingFiles.Failure.allCases)
    func failingFiles(failure: FailingFiles.Failure) throws {
        let folder = try TemporaryFolder()
        func training() throws -> SmallTraining { try SmallTraining(epochs: 2, stepsPerEpoch: 1) }
        let counting = FailingFiles(.once, at: 0)
        try counting.during { _ = try training().run(in: directory(folder("whole"))) }
        let expected = try outcome(folder("whole"))
        #expect(counting.callCount > 60)
        for call in 1...counting.callCount {
            let path = folder("run-\(call)")
            var failed = false
            do {
                try FailingFiles(failure, at: call).during { _ = try training().run(in: directory(path)) }
            } catch let error as RunError {
                failed = true
                #expect("\(error)".hasPrefix("cannot "), "\(error)")
            }
            _ = try inMemory { try training().run(in: directory(path)) }
            #expect(try outcome(path) == expected, "\(failure) at call \(call), failed: \(failed)")
            let names = try folder.names(in: "run-\(call)") + folder.names(in: "run-\(call)/state")
            #expect(!names.contains(where: AtomicFile.isTemporary), "\(names)")
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// Without waiting for the disk, which would take most of the time.
    private func inMemory<Result>(_ body: () throws -> Result) rethrows -> Result {
        try FailingFiles(.once, at: 0).during(body)
    }
}
