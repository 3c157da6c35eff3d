import ArgumentParser
import Foundation
import SwiftletTensor

struct DeterminismCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "determinism",
        abstract: "Trains models on several numbers of threads, and says whether every bit is the same.",
        discussion: """
            Each model is trained from the same beginning, twice on each number of threads; parameters, buffers and losses must \
            have the same bits. Variants of the kernels round otherwise: against another specification, the losses of the \
            first steps must lie within --bound of each other, relative to the loss or to 1 if it is less. Ends with status 1 \
            if they do not.

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

    func run() throws {
        let chosen = try models.isEmpty ? StepModel.allCases : models.map { try StepModel.named($0) }
        let counts = try ThreadCounts.parse(threads, fallback: [])
        guard (1...1_000_000).contains(steps), (1...1_000_000).contains(comparedSteps) else {
            throw BenchError(
                "--steps and --compared-steps must be from 1 to 1000000, got \(steps) and \(comparedSteps).")
        }
        if let batch { try ModelOptions.check(batch: batch) }
        var isSame = true
        for model in chosen {
            let first = try trace(model, steps, threads: counts[0], kernels)
            let others = counts.flatMap { [$0, $0] }.dropFirst()
            let different = try others.filter { try trace(model, steps, threads: $0, kernels) != first }
            let difference = try trace(model, min(comparedSteps, steps), threads: counts[0], against)
                .lossDifference(from: first)
            let isClose = difference <= bound
            isSame = isSame && different.isEmpty && isClose
            let verdict =
                different.isEmpty
                ? "the same bits in \(others.count + 1) trainings (\(first.digest))"
                : "OTHER BITS on \(different.map(String.init).joined(separator: ", ")) threads"
            print(
                "\(model.rawValue): \(steps) steps on \(threads) threads: \(verdict); losses against \(against) within "
                    + "\(difference)\(isClose ? "" : ", MORE than \(bound)")")
            // A model takes minutes; its line is shown at once, in pipes too.
            fflush(nil)
        }
        if !isSame { throw ExitCode(1) }
    }

    private func trace(_ model: StepModel, _ steps: Int, threads: Int, _ kernels: String) throws -> TrainingTrace {
        try TrainingTrace(of: model, steps: steps, batchSize: batch, threads: threads, kernels: kernels)
    }
}
