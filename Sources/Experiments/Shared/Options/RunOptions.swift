import ArgumentParser
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The settings that every configuration has.
public protocol RunConfiguration: Codable, Sendable {
    /// All random numbers follow from it.
    var seed: UInt64 { get set }
    /// Threads; 0 for one a processor.
    var threads: Int { get set }
    /// Kernel variants.
    var kernels: String { get set }

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    func validate() throws
}

extension RunConfiguration {
    /// A context with these threads and kernels. Throws `RunError` that names the flag.
    public func makeContext() throws -> ComputeContext {
        let context = try ComputeContext(threadsFlag: threads, kernelsFlag: kernels)
        ProgramThreads.warnIfFewer(than: threads)
        return context
    }
}

/// Flags of the commands that train.
public struct RunOptions: ParsableArguments {
    @OptionGroup var folder: DataFolderOptions

    /// `--seed`
    @Option(help: "All random numbers follow from it: same seed, same kernels, same result. (default: 1)")
    public var seed: UInt64?

    /// `--threads`, `--kernels`, `--json`
    @OptionGroup public var compute: ComputeOptions

    /// For the argument parser.
    public init() {}

    /// Whether results are also told as a line of JSON.
    public var json: Bool { compute.json }

    /// The folder of data sets. Throws `RunError` if the environment names one that is not there.
    public var dataDirectory: DataDirectory { get throws { try folder.directory() } }

    /// Takes over the flags that were given.
    public func apply(to configuration: inout some RunConfiguration) {
        if let seed { configuration.seed = seed }
        if let threads = compute.threads { configuration.threads = threads }
        if let kernels = compute.kernels { configuration.kernels = kernels }
    }
}
