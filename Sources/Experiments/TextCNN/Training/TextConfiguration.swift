import ExperimentSupport
import SwiftletTrain

/// Everything that decides what a run computes; `config.json` of its run directory.
public struct TextConfiguration: TrainingSettings, Equatable {
    /// The network.
    public var model = ModelConfiguration()
    /// Its training.
    public var training = TrainingConfiguration()
    /// Its data.
    public var preparation = PreparationConfiguration()
    /// Training file; nil for the first customary set, or generated sentences.
    public var trainFile: String?
    /// Whether sentences are generated, even if there is a customary set; nil where a file is named or is to be found.
    public var generatedSentences: Bool?
    /// Fixed development file.
    public var developmentFile: String?
    /// Fixed test file.
    public var testFile: String?
    /// File of word vectors; nil for none.
    public var embeddingsFile: String?
    /// Checkpoint whose weights the training starts from; nil for random ones.
    public var from: String?
    /// Folder of data sets; nil before it is resolved.
    public var dataFolder: String?
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

extension TextConfiguration {
    /// Most epochs.
    public var epochs: Int {
        get { training.epochs }
        set { training.epochs = newValue }
    }

    /// The step size, with a cosine.
    public var dependenceOnEpochs: String? { training.schedule == .cosine ? "the learning rate (cosine)" : nil }

    /// Replaces the paths of the files of sentences and vectors.
    public mutating func mapPaths(_ transform: (String) -> String) {
        trainFile.mapPath(transform)
        developmentFile.mapPath(transform)
        testFile.mapPath(transform)
        embeddingsFile.mapPath(transform)
    }

    /// A run without a training file has generated its sentences, whatever customary set there is now.
    public mutating func prepareToResume() { if trainFile == nil { generatedSentences = true } }
}
