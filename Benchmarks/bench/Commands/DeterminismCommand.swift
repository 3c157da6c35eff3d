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

    func run() throws {
        let chosen = try models.isEmpty ? StepModel.allCases : models.map { try StepModel.named($0) }
        let counts = try ThreadCounts.parse(threads, fallback: [])
        guard (1...1_000_000).contains(steps), (1...1_000_000).contains(comparedSteps) else {
            throw BenchError(
                "--steps and --compared-steps must be from 1 to 1000000, got \(steps) and \(comparedSteps).")
        }
        if let batch { try ModelOptions.check(batch: batch) }
        Interruption.install()
        var isSame = true
        for model in chosen {
            let first = try trace(model, steps, threads: counts[0], kernels)
            let others = counts.flatMap { [$0, $0] }.dropFirst()
            let different = try others.filter { try trace(model, steps, threads: $0, kernels) != first }
            let verdict =
                different.isEmpty
                ? "the same bits in \(others.count + 1) trainings (\(first.digest))"
                : "OTHER BITS on \(different.map(String.init).joined(separator: ", ")) threads"
            let (isClose, difference) = try compareVariants(model, first, threads: counts[0])
            isSame = isSame && different.isEmpty && isClose
            print("\(model.rawValue): \(steps) steps on \(threads) threads: \(verdict); \(difference)")
            // A model takes minutes; its line is shown at once, in pipes too.
            try StandardOutput.flush()
        }
        if !isSame { throw ExitCode(1) }
    }

    /// Whether the other variants' losses are near enough those of a training, and how near they are.
    private func compareVariants(
        _ model: StepModel, _ first: TrainingTrace, threads: Int
    ) throws -> (isClose: Bool, text: String) {
        let compared = min(comparedSteps, steps)
        let difference = try trace(model, compared, threads: threads, against).lossDifference(from: first)
        let text = "losses against \(against) within \(difference)"
        if difference <= bound { return (true, text) }
        let lastBit = try trace(model, compared, threads: threads, kernels, changesLastBits: true)
            .lossDifference(from: first)
        let allowed = max(bound, lastBits * lastBit)
        let isClose = difference <= allowed
        return (isClose, "\(text), \(isClose ? "less" : "MORE") than \(allowed); last bits make \(lastBit)")
    }

    private func trace(
        _ model: StepModel, _ steps: Int, threads: Int, _ kernels: String, changesLastBits: Bool = false
    ) throws -> TrainingTrace {
        try TrainingTrace(
            of: model, steps: steps, batchSize: batch, threads: threads, kernels: kernels,
            changesLastBits: changesLastBits)
    }
}
