import ArgumentParser
import SwiftletTensor
import SwiftletTrain

/// What the measurements of whole models have in common: which, on what, and whether to show a profile.
struct ModelOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Models to measure (default: all).", valueName: "model"))
    var models: [String] = []

    @Option(name: .customLong("threads"), help: "Threads (default: all processors).")
    var askedThreads: Int?

    @Option(help: ArgumentHelp("Kernel variants, as for the experiments.", valueName: "specification"))
    var kernels = "auto"

    @Flag(help: "Show where the time goes, by phase and operator; for one measurement.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            """
            With --profile: write the profiled steps as Chrome trace JSON, which Perfetto opens (default: none).
            """, valueName: "file"))
    var trace: String?

    @Flag(
        help: """
            Write one line of JSON to standard output, an object for one measurement, a list for several, and all text to standard \
            error.
            """)
    var json = false

    /// The models that were asked for, or all.
    func chosenModels() throws -> [StepModel] {
        models.isEmpty ? StepModel.allCases : try models.map { try StepModel.named($0) }
    }

    /// The number of threads that was asked for, or that of all processors.
    func threads() throws -> Int {
        let threads = askedThreads ?? ThreadCounts.all
        guard (1...1024).contains(threads) else {
            throw BenchError("--threads must be from 1 to 1024, got \(threads).")
        }
        return threads
    }

    /// Throws unless a trace that was asked for can be made and written.
    func checkTrace() throws {
        guard let trace else { return }
        guard profile else { throw BenchError("--trace needs --profile.") }
        try AtomicFile.requireWritable(trace)
    }

    static func check(seconds: Double) throws {
        guard seconds > 0, seconds <= 600 else {
            throw BenchError("--seconds must be above 0 and at most 600, got \(seconds).")
        }
    }

    static func check(batch: Int) throws {
        guard (1...65536).contains(batch) else {
            throw BenchError("--batch must be from 1 to 65536, got \(batch).")
        }
    }

    /// Profiles `step`, writes the trace if there is to be one, and prints the table.
    func showProfile(
        _ title: String, in context: ComputeContext, seconds: Double, limits: MachineLimits, of step: () throws -> Void
    ) throws -> StepProfile {
        let recorder = KernelRecorder()
        let profile = try StepProfile(in: context, recorder, seconds: seconds, limits: limits, of: step)
        if let trace { try ChromeTrace(recorder, title: title).write(to: trace) }
        print("\n" + ProfileTable(profile).text)
        return profile
    }
}
