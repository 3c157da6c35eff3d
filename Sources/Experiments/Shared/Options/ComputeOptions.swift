import ArgumentParser
import SwiftletTensor

/// Flags about what computes and how results are told.
public struct ComputeOptions: ParsableArguments {
    /// `--threads`
    @Option(help: "Threads; 0 for one a processor. (default: 0)")
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
    @Flag(help: "End standard output with one line of JSON that holds the results.")
    public var json = false

    /// For the argument parser.
    public init() {}

    /// A context with these threads and kernels. Throws `KernelError`.
    public func makeContext() throws -> ComputeContext {
        try ComputeContext(threads: threads ?? 0, kernels: kernels ?? "auto")
    }
}
