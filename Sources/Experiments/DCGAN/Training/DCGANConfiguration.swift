import ExperimentSupport
import SwiftletData
import SwiftletNN
import SwiftletTrain

/// What a run computes.
public struct DCGANConfiguration: TrainingSettings {
    /// The pictures: a known set, a file or a folder.
    public var dataset = "mnist"
    /// Whether a folder is nested: images lie in folders at any depth.
    public var nested: Bool?
    /// Height and width that the networks work on; nil: as the pictures suggest.
    public var size: Int?
    /// 1 for grey, 3 for colour; nil: as the pictures are.
    public var channels: Int?
    /// The networks; size and channels follow from the pictures.
    public var model = ModelConfiguration()
    /// How they are trained.
    public var training = TrainingConfiguration()
    /// Generated pictures that are judged at the end, where the pictures are a known set; 0 for none.
    public var evaluationSamples = 10_000
    /// Classifier that evaluates at the end; nil for the set's own.
    public var classifier: String?
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
        var model = model
        if let size { model.size = size }
        if let channels { model.channels = channels }
        try model.validate()
        try training.validate()
        if evaluationSamples != 0 {
            try requireCount(evaluationSamples, "--evaluation-samples", minimum: 10, maximum: 1_000_000)
        }
    }
}

extension DCGANConfiguration {
    /// Passes over the training images.
    public var epochs: Int {
        get { training.epochs }
        set { training.epochs = newValue }
    }

    /// The learning rate, with a cosine, and the noise that falls to 0 at the last step.
    public var dependenceOnEpochs: String? {
        if training.instanceNoise > 0 { return "the instance noise" }
        return training.schedule == .cosine ? "the learning rate (cosine)" : nil
    }

    /// Replaces the paths of images and classifier; the name of a known set is no path.
    public mutating func mapPaths(_ transform: (String) -> String) {
        if !KnownImageSets.names.contains(dataset) { dataset = ArrayReference(dataset).mapPath(transform) }
        classifier.mapPath(transform)
    }
}

extension TrainingConfiguration: StepConfiguration, ScheduleConfiguration {
    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    func validate() throws {
        try validateSteps()
        try validateSchedule()
        // Batch norm needs more than one picture where a map has a single position, and pictures are compared in pairs.
        try requireCount(batchSize, "--batch-size", minimum: 2)
        if let discriminatorLearningRate {
            try requirePositive(discriminatorLearningRate, "--discriminator-learning-rate")
        }
        try requireRate(beta1, "--beta1")
        try requireNotNegative(instanceNoise, "--instance-noise")
        try requireRate(labelSmoothing, "--label-smoothing")
        if labelSmoothing > 0 && loss == .hinge {
            throw RunError("--label-smoothing is for the non-saturating loss; the hinge loss has no labels to smooth")
        }
    }
}
