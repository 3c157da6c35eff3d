import ExperimentSupport
import SwiftletTrain

/// Everything that decides what a run computes; `config.json` of its run directory.
public struct SiameseConfiguration: RunConfiguration, Equatable {
    /// The network.
    public var model = ModelConfiguration(.pooled)
    /// Its training.
    public var training = TrainingConfiguration()
    /// Its data.
    public var preparation = PreparationConfiguration()
    /// People to choose from in one-shot recognition.
    public var ways = 5
    /// All random numbers follow from it.
    public var seed: UInt64 = 1
    /// Threads; 0 for one a processor.
    public var threads = 0
    /// Kernel variants.
    public var kernels = "auto"

    /// The defaults.
    public init() {}

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        try model.validate()
        try training.validate()
        try preparation.validate()
        try requireCount(ways, "--ways", minimum: 2)
    }
}
