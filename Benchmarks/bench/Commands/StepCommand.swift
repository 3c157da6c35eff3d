import ArgumentParser
import Foundation
import SwiftletTensor
import SwiftletTrain

struct StepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Measures whole training steps of models: forward, backward and update, on resident random data.",
        discussion: """
            Models: \(StepModel.allCases.map(\.rawValue).joined(separator: ", ")). Without arguments it measures all of them, \
            each in a process of its own.

            "least" is the least time that the machine could take: the step's multiply-adds at the measured peak, and the \
            reads and writes of parameters and moments by the update at the measured bandwidth; "of limit" is its share of the \
            median step. "first step" counts from the start of the process, "memory" is the most that the process held, and \
            "allocations" are the buffers that tensors asked of the system a step, after the first ones.

            Example:
              bench step cvae --profile --trace cvae.json
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "Seconds to measure each model for, at least three steps.")
    var seconds = 3.0

    @Option(help: "Samples a step (default: that of the model).")
    var batch: Int?

    func run() throws {
        let chosen = try options.chosenModels()
        let threads = try options.threads()
        try ModelOptions.check(seconds: seconds)
        if let batch { try ModelOptions.check(batch: batch) }
        guard !options.profile || chosen.count == 1 else {
            throw BenchError("--profile takes one model, got \(chosen.count): name the one to profile.")
        }
        try options.checkTrace()
        Interruption.install()
        if let model = chosen.first, chosen.count == 1 { return try measureHere(model, threads: threads) }
        let measurements = try OwnProcess.untilInterrupted(chosen) { try measureApart($0, threads: threads) }
        print(Machine.title + "\n\n" + StepTable(measurements).text)
        if options.json { try StandardOutput.write(line: JSONLine.text(measurements)) }
        try Interruption.check()
    }

    private func measureHere(_ model: StepModel, threads: Int) throws {
        let context = try ComputeContext(threads: threads, kernels: options.kernels)
        let step = try model.makeStep(batchSize: batch, in: context)
        var measurement = try StepMeasurement(model, step, in: context, seconds: seconds)
        let limits = try Interruption.isRequested ? nil : measurement.addLimits(of: step)
        print(Machine.title + "\n\n" + StepTable([measurement]).text)
        if options.profile, let limits {
            measurement.profile = try options.showProfile(
                "bench step \(model.rawValue)", in: context, seconds: seconds, limits: limits
            ) { _ = try step.run() }
        }
        if options.json { try StandardOutput.write(line: JSONLine.text(measurement)) }
        try Interruption.check()
    }

    /// In a process of its own, so that first step and memory are the model's.
    private func measureApart(_ model: StepModel, threads: Int) throws -> StepMeasurement {
        try OwnProcess.run(
            [
                "step", model.rawValue, "--threads", "\(threads)", "--kernels", options.kernels, "--seconds",
                "\(seconds)",
                "--json",
            ] + (batch.map { ["--batch", "\($0)"] } ?? []), for: model.rawValue)
    }
}
