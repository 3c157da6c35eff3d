import ArgumentParser
import SwiftletTensor
import SwiftletTrain

/// Flags about what computes and how results are told.
public struct ComputeOptions: ParsableArguments {
    /// `--threads`
    @Option(
        help: """
            Threads; 0 for one for each processor that the process may use, by its affinity mask and the CPU quota of its \
            cgroup; no more than that are started. The result does not depend on it. (default: 0)
            """)
    public var threads: Int?

    /// `--kernels`
    @Option(
        help: ArgumentHelp(
            """
            Kernel variants: reference, generic, avx2, avx512 or auto for all operators, or a list such as \
            gemm=avx2,conv1d=gather. `bench list` prints all of them. (default: auto)
            """, valueName: "specification"))
    public var kernels: String?

    /// `--json`
    @Flag(help: "Write one line of JSON with the results to standard output, and all text to standard error.")
    public var json = false

    /// For the argument parser.
    public init() {}

    /// A context with these threads and kernels. Throws `RunError` that names the flag.
    public func makeContext() throws -> ComputeContext {
        let context = try ComputeContext(threadsFlag: threads ?? 0, kernelsFlag: kernels ?? "auto")
        ProgramThreads.warnIfFewer(than: threads ?? 0)
        return context
    }
}

extension ComputeContext {
    /// A context with the threads and kernels of flags, but with no more threads than the program starts. Throws `RunError` that
    /// names the flag.
    convenience init(threadsFlag threads: Int, kernelsFlag kernels: String) throws {
        try requireCount(threads, "--threads", minimum: 0, maximum: 1024)
        do {
            try self.init(threads: min(threads, ProgramThreads.maximum), kernels: kernels)
        } catch let error as KernelError {
            throw RunError("--kernels \(kernels): \(error)")
        }
    }
}

/// How many threads a program starts at most: one for each processor that it may use. More are slower and change no bit. Where no
/// program has set a limit, as in tests, teams are as large as they are asked to be.
enum ProgramThreads {
    private(set) nonisolated(unsafe) static var maximum = Int.max

    /// Sets the limit. Once, at the start of a program.
    static func limitToProcessors() { maximum = ComputeContext.availableProcessors }

    /// Warns on standard error if fewer threads are started than were asked for.
    static func warnIfFewer(than requested: Int) {
        guard requested > maximum else { return }
        let processors = maximum == 1 ? "is 1 processor" : "are \(maximum) processors"
        ProgressReporter().note(
            "Warning: \(requested) threads would be slower, as there \(processors); that number is used")
    }
}
