import ArgumentParser
import Foundation
import SwiftletTensor
import SwiftletTrain

struct InferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inference",
        abstract: "Measures how long models take to answer, on resident random data.",
        discussion: """
            Models: \(StepModel.allCases.map(\.rawValue).joined(separator: ", ")). Sentences get logits, pairs of pictures a \
            distance; autoencoders reconstruct a picture, generators make one. Each model and batch size is measured in a \
            process of its own. Half of the calls take no longer than "p50", 99 of 100 no longer than "p99"; "first call" \
            counts from the start of the process.

            Example:
              bench inference siamese --batch 1,16
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "Seconds to measure each model for, at least twenty calls.")
    var seconds = 1.0

    @Option(help: ArgumentHelp("Samples a call, one number or several.", valueName: "sizes"))
    var batch = "1,64"

    func run() throws {
        let chosen = try options.chosenModels()
        let threads = try options.threads()
        try ModelOptions.check(seconds: seconds)
        let sizes = try batch.split(separator: ",", omittingEmptySubsequences: false).map { text in
            guard let size = Int(text) else {
                throw BenchError("--batch must be numbers separated by commas, got '\(batch)'.")
            }
            try ModelOptions.check(batch: size)
            return size
        }
        let pairs = chosen.flatMap { model in sizes.map { (model, $0) } }
        guard !options.profile || pairs.count == 1 else {
            throw BenchError("--profile takes one model and one --batch, got \(pairs.count) measurements.")
        }
        try options.checkTrace()
        Interruption.install()
        if pairs.count == 1 { return try measureHere(pairs[0].0, batchSize: pairs[0].1, threads: threads) }
        let measurements: [InferenceMeasurement] = try OwnProcess.untilInterrupted(pairs) { model, size in
            try OwnProcess.run(
                [
                    "inference", model.rawValue, "--threads", "\(threads)", "--kernels", options.kernels, "--seconds",
                    "\(seconds)", "--batch", "\(size)", "--json",
                ], for: model.rawValue)
        }
        print(Machine.title + "\n\n" + InferenceTable(measurements).text)
        if options.json { try StandardOutput.write(line: JSONLine.text(measurements)) }
        try Interruption.check()
    }

    private func measureHere(_ model: StepModel, batchSize: Int, threads: Int) throws {
        let context = try ComputeContext(threads: threads, kernels: options.kernels)
        let step = try model.makeStep(batchSize: batchSize, in: context)
        let measurement = try InferenceMeasurement(model, step, in: context, seconds: seconds)
        print(Machine.title + "\n\n" + InferenceTable([measurement]).text)
        if options.profile && !Interruption.isRequested {
            let limits = try MachineLimits.measure(threads: [threads])
            _ = try options.showProfile(
                "bench inference \(model.rawValue)", in: context, seconds: seconds, limits: limits
            ) { _ = try step.infer() }
        }
        if options.json { try StandardOutput.write(line: JSONLine.text(measurement)) }
        try Interruption.check()
    }
}
