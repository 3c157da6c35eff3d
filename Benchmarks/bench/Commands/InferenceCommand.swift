import ArgumentParser
import Foundation
import SwiftletTensor

struct InferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inference",
        abstract: "Measures how long models take to answer, on resident random data.",
        discussion: """
            Models: \(StepModel.allCases.map(\.rawValue).joined(separator: ", ")). Sentences get logits, pairs of pictures a \
            distance; autoencoders reconstruct a picture, generators make one. Each model and batch size is measured in a \
            process of its own. Half of the calls take no longer than "p50", 99 of 100 no longer than "p99"; "first call" \
            counts from the start of the process.
            """)

    @Argument(help: ArgumentHelp("Models to measure (default: all).", valueName: "model"))
    var models: [String] = []

    @Option(help: "Threads (default: all processors).")
    var threads: Int?

    @Option(help: ArgumentHelp("Kernel variants, as for the experiments.", valueName: "specification"))
    var kernels = "auto"

    @Option(help: "Seconds to measure each model for, at least twenty calls.")
    var seconds = 1.0

    @Option(help: ArgumentHelp("Samples a call, one number or several.", valueName: "sizes"))
    var batch = "1,64"

    @Flag(help: "Show where the time of a call goes, by operator; for one model and batch size.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "With --profile: write the profiled calls as Chrome trace JSON, which Perfetto opens.", valueName: "file"))
    var trace: String?

    @Flag(help: "End with one line of JSON: an object for one measurement, a list for several.")
    var json = false

    func run() throws {
        let chosen = models.isEmpty ? StepModel.allCases : try models.map { try StepModel.named($0) }
        let threads = try ModelOptions.threads(threads)
        try ModelOptions.check(seconds: seconds)
        let sizes = try batch.split(separator: ",", omittingEmptySubsequences: false).map { text in
            guard let size = Int(text) else {
                throw BenchError("--batch must be numbers separated by commas, got '\(batch)'.")
            }
            try ModelOptions.check(batch: size)
            return size
        }
        let pairs = chosen.flatMap { model in sizes.map { (model, $0) } }
        guard !profile || pairs.count == 1 else {
            throw BenchError("--profile takes one model and one --batch, got \(pairs.count) measurements.")
        }
        try ModelOptions.check(trace: trace, profile: profile)
        if pairs.count == 1 { return try measureHere(pairs[0].0, batchSize: pairs[0].1, threads: threads) }
        let measurements: [InferenceMeasurement] = try pairs.map { model, size in
            try OwnProcess.run(
                [
                    "inference", model.rawValue, "--threads", "\(threads)", "--kernels", kernels, "--seconds",
                    "\(seconds)", "--batch", "\(size)", "--json",
                ], for: model.rawValue)
        }
        print(Machine.title + "\n\n" + InferenceTable(measurements).text)
        if json { print(try JSONLine.text(measurements)) }
    }

    private func measureHere(_ model: StepModel, batchSize: Int, threads: Int) throws {
        let context = try ComputeContext(threads: threads, kernels: kernels)
        let step = try model.makeStep(batchSize: batchSize, in: context)
        let measurement = try InferenceMeasurement(model, step, in: context, seconds: seconds)
        print(Machine.title + "\n\n" + InferenceTable([measurement]).text)
        if profile {
            let recorder = KernelRecorder()
            let limits = try MachineLimits.measure(threads: [threads])
            let profile = try StepProfile(in: context, recorder, seconds: seconds, limits: limits) {
                _ = try step.infer()
            }
            if let trace { try ChromeTrace(recorder, title: "bench inference \(model.rawValue)").write(to: trace) }
            print("\n" + ProfileTable(profile).text)
        }
        if json { print(try JSONLine.text(measurement)) }
    }
}
