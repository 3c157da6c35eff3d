import ArgumentParser
import Foundation
import SwiftletTensor
import SwiftletTrain

struct DeterminismCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "determinism",
        abstract: "Trains models on several numbers of threads, and says whether every bit is the same.",
        discussion: """
            Each model is trained from the same beginning, twice on each number of threads; parameters, buffers and losses must \
            have the same bits. Variants of the kernels round otherwise: against another specification, the losses of the \
            first steps must lie within --bound of each other, relative to the loss or to 1 if it is less. A training that \
            enlarges roundings beyond it, as adversarial ones do, is held to --last-bits times the difference that the last bit of \
            each first parameter makes. Ends with status 1 if they are farther apart.

            Example:
              bench determinism cvae --steps 10 --threads 1,4
            """)

    @Argument(help: ArgumentHelp("Models to train (default: all).", valueName: "model"))
    var models: [String] = []

    @Option(help: "Steps to train.")
    var steps = 50

    @Option(help: ArgumentHelp("Numbers of threads.", valueName: "counts"))
    var threads = "1,2,3,8"

    @Option(help: "Samples a step. (default: the customary number of each model)")
    var batch: Int?

    @Option(help: ArgumentHelp("Kernel variants.", valueName: "specification"))
    var kernels = "auto"

    @Option(help: ArgumentHelp("Kernel variants to compare the losses with.", valueName: "specification"))
    var against = "generic"

    @Option(help: "Steps whose losses are compared.")
    var comparedSteps = 10

    @Option(help: "How far these may be apart.")
    var bound: Float = 1e-3

    @Option(help: "How many times the difference that last bits make is allowed, if it is more.")
    var lastBits: Float = 8

    @Flag(help: "Write one line of JSON to standard output, and all text to standard error.")
    var json = false

    func run() throws {
        let chosen = try models.isEmpty ? StepModel.allCases : models.map { try StepModel.named($0) }
        let counts = try ThreadCounts.parse(threads, fallback: [])
        guard (1...1_000_000).contains(steps), (1...1_000_000).contains(comparedSteps) else {
            throw BenchError(
                "--steps and --compared-steps must be from 1 to 1000000, got \(steps) and \(comparedSteps).")
        }
        if let batch { try ModelOptions.check(batch: batch) }
        Interruption.install()
        let verdicts = try OwnProcess.untilInterrupted(chosen) { model in
            let verdict = try verdict(on: model, counts)
            print("\(model.rawValue): \(steps) steps on \(threads) threads: \(verdict.text)")
            // A model takes minutes; its line is shown at once, in pipes too.
            try StandardOutput.flush()
            return verdict
        }
        if json { try StandardOutput.write(json: Result(steps: steps, threads: counts, models: verdicts)) }
        try Interruption.check()
        if !verdicts.allSatisfy(\.isPassed) { throw ExitCode(1) }
    }

    private struct Result: Encodable {
        var steps: Int
        var threads: [Int]
        var models: [DeterminismVerdict]
    }

    private func verdict(on model: StepModel, _ counts: [Int]) throws -> DeterminismVerdict {
        let first = try trace(model, steps, threads: counts[0], kernels)
        let others = counts.flatMap { [$0, $0] }.dropFirst()
        let different = try others.filter { try trace(model, steps, threads: $0, kernels) != first }
        var verdict = DeterminismVerdict(
            model: model.rawValue, trainings: others.count + 1, digest: first.digest, threadsWithOtherBits: different,
            against: against, lossDifference: 0, allowedDifference: bound)
        let compared = min(comparedSteps, steps)
        verdict.lossDifference = try trace(model, compared, threads: counts[0], against).lossDifference(from: first)
        if !verdict.isClose {
            let lastBit = try trace(model, compared, threads: counts[0], kernels, changesLastBits: true)
                .lossDifference(from: first)
            verdict.lastBitDifference = lastBit
            verdict.allowedDifference = max(bound, lastBits * lastBit)
        }
        return verdict
    }

    private func trace(
        _ model: StepModel, _ steps: Int, threads: Int, _ kernels: String, changesLastBits: Bool = false
    ) throws -> TrainingTrace {
        try TrainingTrace(
            of: model, steps: steps, batchSize: batch, threads: threads, kernels: kernels,
            changesLastBits: changesLastBits)
    }
}
