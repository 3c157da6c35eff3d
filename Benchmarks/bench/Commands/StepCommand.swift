import ArgumentParser
import Foundation
import SwiftletTensor

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
            """)

    @Argument(help: ArgumentHelp("Models to measure (default: all).", valueName: "model"))
    var models: [String] = []

    @Option(help: "Threads (default: all processors).")
    var threads: Int?

    @Option(help: ArgumentHelp("Kernel variants, as for the experiments.", valueName: "specification"))
    var kernels = "auto"

    @Option(help: "Seconds to measure each model for, at least three steps.")
    var seconds = 3.0

    @Option(help: "Samples a step (default: that of the model).")
    var batch: Int?

    @Flag(help: "Show where the time of the step goes, by phase and operator; for one model.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "With --profile: write the profiled steps as Chrome trace JSON, which Perfetto opens.", valueName: "file"))
    var trace: String?

    @Flag(help: "End with one line of JSON: an object for one model, a list for several.")
    var json = false

    func run() throws {
        let chosen = models.isEmpty ? StepModel.allCases : try models.map { try StepModel.named($0) }
        let threads = try ModelOptions.threads(threads)
        try ModelOptions.check(seconds: seconds)
        if let batch { try ModelOptions.check(batch: batch) }
        guard !profile || chosen.count == 1 else {
            throw BenchError("--profile takes one model, got \(chosen.count): name the one to profile.")
        }
        try ModelOptions.check(trace: trace, profile: profile)
        if let model = chosen.first, chosen.count == 1 { return try measureHere(model, threads: threads) }
        let measurements = try chosen.map { try measureApart($0, threads: threads) }
        print(Machine.title + "\n\n" + StepTable(measurements).text)
        if json { print(try JSONLine.text(measurements)) }
    }

    private func measureHere(_ model: StepModel, threads: Int) throws {
        let context = try ComputeContext(threads: threads, kernels: kernels)
        let step = try model.makeStep(batchSize: batch, in: context)
        var measurement = try StepMeasurement(model, step, in: context, seconds: seconds)
        let limits = try measurement.addLimits(of: step)
        print(Machine.title + "\n\n" + StepTable([measurement]).text)
        if profile {
            let recorder = KernelRecorder()
            let profile = try StepProfile(in: context, recorder, seconds: seconds, limits: limits) {
                _ = try step.run()
            }
            if let trace { try ChromeTrace(recorder, title: "bench step \(model.rawValue)").write(to: trace) }
            print("\n" + ProfileTable(profile).text)
            measurement.profile = profile
        }
        if json { print(try JSONLine.text(measurement)) }
    }

    /// In a process of its own, so that first step and memory are the model's.
    private func measureApart(_ model: StepModel, threads: Int) throws -> StepMeasurement {
        try OwnProcess.run(
            [
                "step", model.rawValue, "--threads", "\(threads)", "--kernels", kernels, "--seconds", "\(seconds)",
                "--json",
            ] + (batch.map { ["--batch", "\($0)"] } ?? []), for: model.rawValue)
    }
}
