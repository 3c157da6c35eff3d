import ExperimentSupport
import SwiftletTrain

/// Everything that decides what a run computes; `config.json` of its run directory.
public struct TextConfiguration: RunConfiguration, Equatable {
    /// The network.
    public var model = ModelConfiguration()
    /// Its training.
    public var training = TrainingConfiguration()
    /// Its data.
    public var preparation = PreparationConfiguration()
    /// Training file; nil for the first customary set, or generated sentences.
    public var trainFile: String?
    /// Fixed development file.
    public var developmentFile: String?
    /// Fixed test file.
    public var testFile: String?
    /// File of word vectors; nil for none.
    public var embeddingsFile: String?
    /// Networks that are trained on each split and judged together.
    public var ensemble = 1
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
        try requireCount(ensemble, "--ensemble")
    }
}
