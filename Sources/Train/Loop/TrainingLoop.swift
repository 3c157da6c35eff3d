import Foundation

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
    /// An interruption is not an error: the loop ends with what it has, and the summary says so. The same holds for an
    /// `InterruptedError` that `evaluate` throws. Throws `RunError` if a loss is not a finite number, if an epoch has no
    /// samples or if the watched metric is missing, and whatever the closures throw.
    public func run<Batches: Sequence>(
        batches: (_ epoch: Int) throws -> Batches,
        step: (Batches.Element) throws -> Metrics,
        evaluate: (() throws -> Metrics)? = nil,
        epochEnded: (EpochRecord) throws -> Void = { _ in }
    ) throws -> TrainingSummary {
        var summary = TrainingSummary()
        var watching = watching
        let start = now()
        defer { progress?.clear() }
        /// The batches, or why there are none, and how long that took to find out.
        func prepare(_ epoch: Int) -> (batches: Result<Batches, any Error>, seconds: Double) {
            let start = now()
            return (Result { try batches(epoch) }, now() - start)
        }
        var upcoming = epochs > 0 ? prepare(1) : nil
        for epoch in stride(from: 1, through: epochs, by: 1) {
            guard let (batches, preparingSeconds) = upcoming else { break }
            upcoming = nil
            let epochStart = now() - preparingSeconds
            guard let (train, stepWaitingSeconds) = try runSteps(of: epoch, batches.get(), since: start, step) else {
                summary.ending = .interrupted
                break
            }
            let (trainSeconds, waitingSeconds) = (now() - epochStart, preparingSeconds + stepWaitingSeconds)
            if epoch < epochs { upcoming = prepare(epoch + 1) }
            let evaluation: Metrics?
            do {
                evaluation = try evaluate?()
            } catch is InterruptedError {
                summary.ending = .interrupted
                break
            }
            let isBest = try evaluation.map { try improves($0, epoch, &watching) } ?? true
            let record = EpochRecord(
                epoch: epoch, train: train.means, evaluation: evaluation?.means ?? [:], isBest: isBest,
                samples: train.count, trainSeconds: trainSeconds, waitingSeconds: waitingSeconds,
                samplesPerS: trainSeconds > 0 ? Double(train.count) / trainSeconds : 0,
                elapsedSeconds: now() - start)
            summary.epochs.append(record)
            if isBest { summary.bestEpoch = epoch }
            try log?(record)
            try epochEnded(record)
            progress?.epochEnded(record, of: epochs)
            if watching.shouldStop && epoch < epochs {
                summary.ending = .stoppedEarly
                break
            }
        }
        return summary
    }

    /// The metrics of one epoch's steps, and for how long it waited for batches; nil if it was interrupted.
    private func runSteps<Batches: Sequence>(
        of epoch: Int, _ batches: Batches, since start: Double, _ step: (Batches.Element) throws -> Metrics
    ) throws -> (metrics: Metrics, waitingSeconds: Double)? {
        var metrics = Metrics()
        let epochStart = now()
        var iterator = batches.makeIterator()
        var waitingSeconds = now() - epochStart
        func nextBatch() -> Batches.Element? {
            let start = now()
            defer { waitingSeconds += now() - start }
            return iterator.next()
        }
        var steps = 0
        while let batch = nextBatch() {
            if isInterrupted() { return nil }
            let result = try step(batch)
            steps += 1
            if let loss = result.loss, !loss.isFinite {
                let value = loss.isNaN ? "not a number" : "infinite"
                throw RunError(
                    "the loss became \(value) in epoch \(epoch), step \(steps); a smaller --learning-rate may help")
            }
            metrics.add(result)
            progress?.update(
                ProgressStatus(
                    epoch: epoch, epochs: epochs, step: steps, steps: stepsPerEpoch, samples: metrics.count,
                    means: metrics.means, epochSeconds: now() - epochStart, elapsedSeconds: now() - start))
        }
        if isInterrupted() { return nil }
        if metrics.count == 0 { throw RunError("epoch \(epoch) has no samples to train on") }
        return (metrics, waitingSeconds)
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
