import ExperimentSupport
import SwiftletTrain

/// Everything that decides what a run computes; `config.json` of its run directory.
public struct SiameseConfiguration: TrainingSettings, Equatable {
    /// The network.
    public var model = ModelConfiguration(.pooled)
    /// Its training.
    public var training = TrainingConfiguration()
    /// Its data.
    public var preparation = PreparationConfiguration()
    /// People to choose from in one-shot recognition.
    public var ways = 5
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
        try preparation.validate()
        try requireCount(ways, "--ways", minimum: 2)
    }
}

extension SiameseConfiguration {
    /// Most epochs.
    public var epochs: Int {
        get { training.epochs }
        set { training.epochs = newValue }
    }

    /// The learning rate, which always follows a cosine.
    public var dependenceOnEpochs: String? { "the learning rate (cosine)" }

    /// Replaces the paths of the folder of faces or of the files of images and labels.
    public mutating func mapPaths(_ transform: (String) -> String) {
        preparation.facesFolder.mapPath(transform)
        preparation.imagesFile.mapPath(transform)
        preparation.labelsFile.mapPath(transform)
    }
}
