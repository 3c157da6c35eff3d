import ArgumentParser
import Foundation

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

    @Flag(help: "End with one line of JSON: an object for one model, a list for several.")
    var json = false

    func run() throws {
        let chosen = models.isEmpty ? StepModel.allCases : try models.map { try StepModel.named($0) }
        let threads = threads ?? ThreadCounts.all
        guard (1...1024).contains(threads) else {
            throw BenchError("--threads must be from 1 to 1024, got \(threads).")
        }
        guard seconds > 0, seconds <= 600 else {
            throw BenchError("--seconds must be above 0 and at most 600, got \(seconds).")
        }
        if let batch, !(1...65536).contains(batch) {
            throw BenchError("--batch must be from 1 to 65536, got \(batch).")
        }
        if let model = chosen.first, chosen.count == 1 {
            let measurement = try StepMeasurement(
                model, threads: threads, kernels: kernels, batchSize: batch, seconds: seconds)
            print(Machine.title + "\n\n" + StepTable([measurement]).text)
            if json { print(try StepMeasurement.line(measurement)) }
            return
        }
        let measurements = try chosen.map { try measureApart($0, threads: threads) }
        print(Machine.title + "\n\n" + StepTable(measurements).text)
        if json { print(try StepMeasurement.line(measurements)) }
    }

    /// In a process of its own, so that first step and memory are the model's.
    private func measureApart(_ model: StepModel, threads: Int) throws -> StepMeasurement {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            [
                "step", model.rawValue, "--threads", "\(threads)", "--kernels", kernels, "--seconds", "\(seconds)",
                "--json",
            ]
            + (batch.map { ["--batch", "\($0)"] } ?? [])
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0,
            let line = text.split(separator: "\n").last
        else { throw BenchError("the measurement of \(model.rawValue) failed.") }
        return try StepMeasurement(line: String(line))
    }
}
