import ArgumentParser
import SwiftletTensor
import SwiftletTrain

/// Flags about what computes and how results are told.
public struct ComputeOptions: ParsableArguments {
    /// `--threads`
    @Option(
        help: """
            Threads; 0 for one for each processor that the process may use, by its affinity mask and the CPU quota of its \
            cgroup. The result does not depend on it. (default: 0)
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
        context.warnIfCrowded()
        return context
    }
}

extension ComputeContext {
    /// A context with the threads and kernels of flags. Throws `RunError` that names the flag.
    convenience init(threadsFlag threads: Int, kernelsFlag kernels: String) throws {
        try requireCount(threads, "--threads", minimum: 0, maximum: 1024)
        do {
            try self.init(threads: threads, kernels: kernels)
        } catch let error as KernelError {
            throw RunError("--kernels \(kernels): \(error)")
        }
    }

    /// Warns on standard error if there are more threads than processors to run them.
    func warnIfCrowded() {
        let processors = Self.availableProcessors
        guard threads > processors else { return }
        let counted = processors == 1 ? "1 processor" : "\(processors) processors"
        ProgressReporter().note("Warning: \(threads) threads share \(counted), which makes nothing faster")
    }
}
