import SwiftletData
import SwiftletNN
import SwiftletTensor
import Testing

@testable import SwiftletTrain

@Suite struct TrainingLoopTests {
    let loop = TrainingLoop(epochs: 5, isInterrupted: { false })

    func step(_ batch: Int) -> Metrics { Metrics(loss: Double(batch), correct: 1, count: 2) }

    @Test func runsEveryBatchOfEveryEpoch() throws {
        var seen: [Int] = []
        var ended: [Int] = []
        let summary = try loop.run(
            batches: { epoch in [10 * epoch, 10 * epoch + 2] },
            step: { batch in
                seen.append(batch)
                return step(batch)
            }, epochEnded: { ended.append($0.epoch) })
        #expect(seen == [10, 12, 20, 22, 30, 32, 40, 42, 50, 52])
        #expect(ended == [1, 2, 3, 4, 5])
        #expect(summary.ending == .completed && summary.bestEpoch == 5)
        #expect(summary.epochs.map(\.train) == (1...5).map { ["loss": Double(10 * $0 + 1), "accuracy": 0.5] })
        #expect(summary.epochs.allSatisfy { $0.samples == 4 && $0.isBest && $0.evaluation.isEmpty })
        #expect(summary.trainSeconds > 0 && summary.samplesPerS > 0)
    }

    @Test("The next epoch's batches are ordered before the evaluation; what is wrong with them ends the run after it")
    func ordersAhead() throws {
        struct NoData: Error {}
        var events: [String] = []
        #expect(throws: NoData.self) {
            try loop.run(
                batches: { epoch in
                    events.append("order \(epoch)")
                    if epoch == 3 { throw NoData() }
                    return [epoch]
                },
                step: { batch in
                    events.append("step \(batch)")
                    return step(batch)
                },
                evaluate: {
                    events.append("evaluate")
                    return Metrics(means: ["accuracy": 0.5], count: 1)
                },
                epochEnded: { events.append("end \($0.epoch)") })
        }
        #expect(
            events == [
                "order 1", "step 1", "order 2", "evaluate", "end 1", "step 2", "order 3", "evaluate", "end 2",
            ])
    }

    @Test("Waiting is the time that passes in making batches, from their order to the end of the last")
    func waiting() throws {
        final class Clock { var time = 0.0 }
        let clock = Clock()
        var loop = loop
        loop.epochs = 2
        loop.now = { clock.time }
        let summary = try loop.run(
            batches: { epoch -> UnfoldFirstSequence<Int> in
                clock.time += 1
                return sequence(first: 1) { batch in
                    clock.time += 2
                    return batch < 3 * epoch ? batch + 1 : nil
                }
            },
            step: { batch in
                clock.time += 4
                return step(batch)
            },
            evaluate: {
                clock.time += 8
                return Metrics(means: ["accuracy": 0.5], count: 1)
            })
        #expect(summary.epochs.map(\.waitingSeconds) == [7, 13])
        #expect(summary.epochs.map(\.trainSeconds) == [19, 37])
        #expect(summary.waitingShare == 20.0 / 56)
        #expect(
            summary.speed.lines(samples: "images") == [
                "Trained 2 epochs in 56 s (0.32 images/s).", "Waited for data 35.7 % of the step time.",
            ])
        #expect(TrainingSpeed([]).waitingShare == 0)
    }

    @Test("Batches of a prefetcher: an error comes at its step, after the steps before it")
    func prefetchedError() throws {
        struct Unreadable: Error {}
        var steps: [Int] = []
        #expect(throws: Unreadable.self) {
            try loop.run(
                batches: { _ in
                    Prefetcher(count: 9) { index in
                        if index == 4 { throw Unreadable() }
                        return index
                    }
                },
                step: { batch in
                    steps.append(try batch.get())
                    return step(steps.count)
                })
        }
        #expect(steps == [0, 1, 2, 3])
    }

    @Test func stopsEarlyAndKnowsTheBestEpoch() throws {
        var loop = loop
        var logged: [Bool] = []
        loop.watching = EarlyStopping(patience: 2)
        loop.log = { logged.append($0.isBest) }
        var accuracies = [0.5, 0.75, 0.5, 0.75, 1]
        let summary = try loop.run(
            batches: { _ in [1] }, step: step,
            evaluate: { Metrics(means: ["accuracy": accuracies.removeFirst()], count: 4) })
        #expect(summary.ending == .stoppedEarly)
        #expect(summary.bestEpoch == 2 && summary.best?.evaluation == ["accuracy": 0.75])
        #expect(logged == [true, true, false, false])
    }

    @Test func aStopAtTheLastEpochIsCompletion() throws {
        let loop = TrainingLoop(epochs: 2, watching: EarlyStopping(patience: 1), isInterrupted: { false })
        let summary = try loop.run(
            batches: { _ in [1] }, step: step, evaluate: { Metrics(means: ["accuracy": 0.5], count: 4) })
        #expect(summary.ending == .completed && summary.epochs.count == 2)
    }

    @Test func stopsAtTheStepWhenInterrupted() throws {
        var steps = 0
        let loop = TrainingLoop(epochs: 5, isInterrupted: { steps == 4 })
        var ended = 0
        let summary = try loop.run(
            batches: { _ in [1, 2, 3] },
            step: { batch in
                steps += 1
                return step(batch)
            }, epochEnded: { _ in ended += 1 })
        #expect(steps == 4 && ended == 1)
        #expect(summary.ending == .interrupted && summary.epochs.count == 1 && summary.bestEpoch == 1)
    }

    @Test func endsInOrderWhenTheEvaluationIsInterrupted() throws {
        let summary = try loop.run(
            batches: { _ in [1] }, step: step, evaluate: { throw InterruptedError(signal: 2) })
        #expect(summary.ending == .interrupted && summary.epochs.isEmpty && summary.bestEpoch == nil)
    }

    @Test func refusesALossThatIsNoNumber() {
        let error = #expect(throws: RunError.self) {
            _ = try loop.run(
                batches: { epoch in [1, epoch] },
                step: { batch in Metrics(loss: batch == 2 ? Double.nan : 1, count: 2) })
        }
        #expect(error?.description.hasPrefix("the loss became not a number in epoch 2, step 2") == true)
    }

    @Test func refusesAnEpochWithoutSamples() {
        #expect(throws: RunError("epoch 1 has no samples to train on")) {
            _ = try loop.run(batches: { _ in [Int]() }, step: step)
        }
    }

    @Test func refusesAnEvaluationWithoutTheWatchedMetric() {
        let error = #expect(throws: RunError.self) {
            _ = try loop.run(batches: { _ in [1] }, step: step, evaluate: { Metrics(loss: 1, count: 1) })
        }
        #expect(error?.description.contains("gave no 'accuracy'") == true)
    }

    @Test func passesErrorsOfAStepOn() {
        #expect(throws: RunError("bad batch")) {
            _ = try loop.run(batches: { _ in [1] }, step: { _ in throw RunError("bad batch") })
        }
    }

    @Test func writesEpochsAsJSON() throws {
        let summary = try TrainingLoop(epochs: 1, isInterrupted: { false }).run(batches: { _ in [1] }, step: step)
        let line = try JSON.line(summary.epochs[0])
        for key in ["epoch", "train", "evaluation", "is_best", "samples", "train_seconds", "samples_per_s"] {
            #expect(line.contains("\"\(key)\":"))
        }
        #expect(line.contains("\"train\":{\"accuracy\":0.5,\"loss\":1}"))
    }

    @Test("Steps without finite numbers are passed over as often as may be, and told of; one more stops the run")
    func skipping() throws {
        let bad = try #require(try nonFiniteStep())
        var loop = loop
        loop.skippableSteps = 2
        func run(badSteps: Set<Int>) throws -> TrainingSummary {
            try loop.run(
                batches: { epoch in (0..<4).map { 4 * (epoch - 1) + $0 } },
                step: { batch in
                    if badSteps.contains(batch) { throw bad }
                    return step(batch)
                })
        }
        let summary = try run(badSteps: [1, 6])
        #expect(summary.epochs.map(\.samples) == [6, 6, 8, 8, 8])
        #expect(
            throws: RunError(
                "epoch 3, step 2: \(bad) after 2 steps that were skipped; a smaller --learning-rate may help, or "
                    + "--skip-bad-steps to pass over single steps")
        ) { try run(badSteps: [1, 6, 9]) }
        loop.skippableSteps = 0
        #expect(throws: RunError.self) { try run(badSteps: [19]) }
    }

    /// The error of a step whose loss is infinite.
    private func nonFiniteStep() throws -> NonFiniteStep? {
        let context = try ComputeContext(threads: 1, kernels: "auto")
        let model = try Linear(1, 1).initialized(seed: 1, in: context)
        do {
            _ = try finiteValueAndGradients(of: model, random: RandomStream(seed: 1), checksGradients: false) { pass in
                model(pass(Tensor([.infinity], shape: [1, 1], in: context))).mean()
            }
            return nil
        } catch let error as NonFiniteStep {
            return error
        }
    }
}
