import Foundation
import SwiftletNN

/// Runs epochs of batches: shows progress, logs metrics, evaluates, keeps the best, stops early or on Ctrl-C.
///
/// What a step does is the caller's: one model and one optimizer, or two of each. For example:
///
///     Interruption.install()
///     let loop = TrainingLoop(
///         epochs: 25, stepsPerEpoch: sampler.batchCount, watching: EarlyStopping(patience: 5),
///         progress: ProgressReporter(), log: { try directory.append(metrics: $0) })
///     let summary = try loop.run(
///         batches: { epoch in sampler.batches(random.child("shuffle").child(epoch)) },
///         step: { batch in
///             let (loss, gradients) = try valueAndGradients(of: model, random: ...) { pass in ... }
///             optimizer.step(gradients)
///             return Metrics(loss: loss.item, correct: correct, count: batch.count)
///         },
///         evaluate: { try evaluate(model, on: dev) },
///         epochEnded: { epoch in if epoch.isBest { try checkpoint().write(to: directory.path("best.safetensors")) } })
///     if summary.ending == .interrupted { try Interruption.check() }
public struct TrainingLoop {
    /// Number of epochs, at most.
    public var epochs: Int
    /// Number of batches in an epoch, for the progress shown; nil if it is not known.
    public var stepsPerEpoch: Int?
    /// Which metric of the evaluation decides on the best epoch and on stopping early.
    public var watching: EarlyStopping
    /// Where progress is shown.
    public var progress: ProgressReporter?
    /// Called with each epoch's record, before the caller's `epochEnded`.
    public var log: ((EpochRecord) throws -> Void)?
    /// Asked before every step whether to stop.
    public var isInterrupted: () -> Bool
    /// The longest time within an epoch after which the state is kept.
    public var secondsBetweenStates = 600.0
    /// The shortest time from one state to the next at the end of an epoch: writing one costs more than a short epoch is worth.
    public var leastSecondsBetweenStates = 0.0
    /// Steps in all that may be passed over because their loss or a gradient is not finite.
    public var skippableSteps = 0
    /// The clock, in seconds.
    var now = { ProcessInfo.processInfo.systemUptime }

    /// A loop over at most `epochs` epochs.
    public init(
        epochs: Int, stepsPerEpoch: Int? = nil, watching: EarlyStopping = EarlyStopping(patience: nil),
        progress: ProgressReporter? = nil, log: ((EpochRecord) throws -> Void)? = nil,
        isInterrupted: @escaping () -> Bool = { Interruption.isRequested }
    ) {
        self.epochs = epochs
        self.stepsPerEpoch = stepsPerEpoch
        self.watching = watching
        self.progress = progress
        self.log = log
        self.isInterrupted = isInterrupted
    }

    /// Trains. Epochs count from 1.
    ///
    /// `batches` gives an epoch's batches, a `Prefetcher` where they take time to make; it is called before the evaluation that
    /// ends the epoch before, so that the first batches are made meanwhile. `step` trains on a batch, returning its
    /// metrics; the time that passes in between counts as waiting for data. `evaluate` measures after each epoch; its
    /// metrics must have the one that is watched. `epochEnded` is the place for checkpoints.
    ///
    /// `keepState` is called with what the loop needs to go on: at the end of an epoch if `leastSecondsBetweenStates` have
    /// passed, every `secondsBetweenStates` within one, after the last one and when a signal stops the loop. Given `from`, the loop goes on from there, and `log` and `epochEnded` are not
    /// called again for the epochs that are done. The batches of an epoch must then be the same ones again. If it had ended, it goes on
    /// with the epochs that `epochs` has beyond its own, unless it had stopped early.
    ///
    /// An interruption is not an error: the loop ends with what it has, and the summary says so. The same holds for an
    /// `InterruptedError` that `evaluate` throws. Throws `RunError` if a loss is not a finite number (or `step` throws
    /// `NonFiniteStep`, more often than may be passed over), if an epoch has no
    /// samples or if the watched metric is missing, and whatever the closures throw.
    public func run<Batches: Sequence>(
        from earlier: LoopProgress? = nil,
        batches: (_ epoch: Int) throws -> Batches,
        step: (Batches.Element) throws -> Metrics,
        evaluate: (() throws -> Metrics)? = nil,
        epochEnded: (EpochRecord) throws -> Void = { _ in },
        keepState: (LoopProgress) throws -> Void = { _ in }
    ) throws -> TrainingSummary {
        var done = earlier ?? LoopProgress(watching: watching)
        if done.isEnded && !extend(&done) { return done.summary }
        let start = now() - done.elapsedSeconds
        var lastKept = now()
        defer { progress?.clear() }
        /// The batches, or why there are none, and how long that took to find out.
        func prepare(_ epoch: Int) -> (batches: Result<Batches, any Error>, seconds: Double) {
            let start = now()
            return (Result { try batches(epoch) }, now() - start)
        }
        func interrupted() throws -> TrainingSummary {
            done.elapsedSeconds = now() - start
            try keepState(done)
            var summary = done.summary
            summary.ending = .interrupted
            return summary
        }
        let first = done.summary.epochs.count + 1
        var upcoming = first <= epochs ? prepare(first) : nil
        for epoch in stride(from: first, through: epochs, by: 1) {
            guard let (batches, preparingSeconds) = upcoming else { break }
            upcoming = nil
            done.waitingSeconds += preparingSeconds
            done.trainSeconds += preparingSeconds
            guard try runSteps(of: epoch, batches.get(), since: start, &done, &lastKept, step, keepState) else {
                return try interrupted()
            }
            if epoch < epochs { upcoming = prepare(epoch + 1) }
            let evaluation: Metrics?
            do {
                evaluation = try evaluate?()
            } catch is InterruptedError {
                return try interrupted()
            }
            let isBest = try evaluation.map { try improves($0, epoch, &done.watching) } ?? true
            let record = EpochRecord(
                epoch: epoch, train: done.metrics.means, evaluation: evaluation?.means ?? [:], isBest: isBest,
                samples: done.metrics.count, trainSeconds: done.trainSeconds, waitingSeconds: done.waitingSeconds,
                samplesPerS: done.trainSeconds > 0 ? Double(done.metrics.count) / done.trainSeconds : 0,
                elapsedSeconds: now() - start)
            done.end(epoch: record)
            try log?(record)
            try epochEnded(record)
            progress?.epochEnded(record, of: epochs)
            if done.watching.shouldStop && epoch < epochs { done.summary.ending = .stoppedEarly }
            done.isEnded = epoch == epochs || done.watching.shouldStop
            if done.isEnded || now() - lastKept >= leastSecondsBetweenStates {
                try keepState(done)
                lastKept = now()
            }
            if done.isEnded { break }
        }
        return done.summary
    }

    /// Opens a training that has ended for the epochs that it is now to have beyond those that are done; false if there are none, or
    /// if it would have stopped early before them.
    private func extend(_ done: inout LoopProgress) -> Bool {
        let count = done.summary.epochs.count
        guard count < epochs else { return false }
        if done.watching.shouldStop {
            done.summary.ending = .stoppedEarly
            progress?.note(
                "Note: this training stopped early after epoch \(count), as \(done.watching.epochsWithoutImprovement) epochs "
                    + "without a better \(done.watching.metric) are its patience; more epochs do not change it.")
            return false
        }
        done.isEnded = false
        done.summary.ending = .completed
        return true
    }

    /// Runs an epoch's steps from the first that is not done; false if it was interrupted.
    private func runSteps<Batches: Sequence>(
        of epoch: Int, _ batches: Batches, since start: Double, _ done: inout LoopProgress, _ lastKept: inout Double,
        _ step: (Batches.Element) throws -> Metrics, _ keepState: (LoopProgress) throws -> Void
    ) throws -> Bool {
        let secondsBefore = done.trainSeconds
        let epochStart = now()
        var iterator = batches.makeIterator()
        for _ in 0..<done.step { _ = iterator.next() }
        done.waitingSeconds += now() - epochStart
        func nextBatch() -> Batches.Element? {
            let start = now()
            defer { done.waitingSeconds += now() - start }
            return iterator.next()
        }
        while let batch = nextBatch() {
            if isInterrupted() { return false }
            done.step += 1
            let result: Metrics
            do {
                result = try step(batch)
            } catch let error as NonFiniteStep {
                try skip(epoch, &done, error)
                continue
            }
            if let loss = result.loss, !loss.isFinite {
                let value = loss.isNaN ? "not a number" : "infinite"
                throw RunError(
                    "the loss became \(value) in epoch \(epoch), step \(done.step); a smaller --learning-rate may help")
            }
            done.metrics.add(result)
            done.trainSeconds = secondsBefore + now() - epochStart
            done.elapsedSeconds = now() - start
            progress?.update(
                ProgressStatus(
                    epoch: epoch, epochs: epochs, step: done.step, steps: stepsPerEpoch, samples: done.metrics.count,
                    means: done.metrics.means, epochSeconds: done.trainSeconds, elapsedSeconds: done.elapsedSeconds))
            if now() - lastKept >= secondsBetweenStates {
                try keepState(done)
                lastKept = now()
            }
        }
        done.trainSeconds = secondsBefore + now() - epochStart
        if isInterrupted() { return false }
        if done.metrics.count == 0 { throw RunError("epoch \(epoch) has no samples to train on") }
        return true
    }

    /// Passes over a step without finite numbers, if that many may be. Throws `RunError` otherwise.
    private func skip(_ epoch: Int, _ done: inout LoopProgress, _ error: NonFiniteStep) throws {
        let place = "epoch \(epoch), step \(done.step): \(error)"
        guard done.skippedSteps < skippableSteps else {
            let skipped = done.skippedSteps > 0 ? " after \(done.skippedSteps) steps that were skipped" : ""
            throw RunError(
                "\(place)\(skipped); a smaller --learning-rate may help, or --skip-bad-steps to pass over single steps")
        }
        done.skippedSteps += 1
        progress?.note("Warning: skipped \(place) (\(done.skippedSteps) of at most \(skippableSteps)).")
    }

    /// Whether an evaluation is the best so far.
    private func improves(_ evaluation: Metrics, _ epoch: Int, _ watching: inout EarlyStopping) throws -> Bool {
        guard let value = evaluation[watching.metric] else {
            throw RunError(
                "the evaluation after epoch \(epoch) gave no '\(watching.metric)', which decides on the best epoch")
        }
        return watching.record(value, epoch: epoch)
    }
}
