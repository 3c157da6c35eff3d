import ExperimentSupport
import SwiftletTrain

/// Everything that decides what a run computes; `config.json` of its run directory.
public struct CVAEConfiguration: Equatable, TrainingSettings {
    /// The network.
    public var model = ModelConfiguration()
    /// What the decoder's pixels are judged on.
    public var likelihood = Likelihood.dynamic
    /// Its training.
    public var training = TrainingConfiguration()
    /// Its data.
    public var data = DataConfiguration()
    /// Checkpoint whose weights the training starts from; nil for random ones.
    public var from: String?
    /// Folder of data sets; nil before it is resolved.
    public var dataFolder: String?
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
        try data.validate()
    }
}

extension CVAEConfiguration {
    /// Most epochs.
    public var epochs: Int {
        get { training.epochs }
        set { training.epochs = newValue }
    }

    /// The learning rate, with a cosine.
    public var dependenceOnEpochs: String? { training.schedule == .cosine ? "the learning rate (cosine)" : nil }

    /// Replaces the paths of the files of images and labels.
    public mutating func mapPaths(_ transform: (String) -> String) { data.mapPaths(transform) }
}
