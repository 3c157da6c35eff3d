import ExperimentSupport
import SwiftletTrain

/// Which pictures a run reads, and how they are divided.
public struct DataConfiguration: Codable, Equatable, Sendable {
    /// Name of a known set in the data folder; not used where files are named.
    public var dataset: String
    /// Images to train on: a file (IDX, .npy, .npz) or a folder.
    public var images: String?
    /// File of their classes; nil where they lie in the same file, or are subfolders.
    public var labels: String?
    /// Images to be evaluated on; nil for those that lie in the file of `images`, if there are any.
    public var testImages: String?
    /// File of their classes.
    public var testLabels: String?
    /// Whether folders are nested by class.
    public var nested: Bool?
    /// Height and width that images are resized to; nil for their own.
    public var imageSize: Int?
    /// Share of the training pictures that is set aside to decide on the best epoch.
    public var developmentShare: Double

    /// A known set.
    public init(dataset: String = "mnist", developmentShare: Double = 0.05) {
        self.dataset = dataset
        self.developmentShare = developmentShare
    }

    /// Which pictures these are, for people.
    public var name: String { images ?? dataset }

    /// Replaces the paths of the files.
    mutating func mapPaths(_ transform: (String) -> String) {
        images.mapPath(transform)
        labels.mapPath(transform)
        testImages.mapPath(transform)
        testLabels.mapPath(transform)
    }

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        for (images, labels, first, second) in [
            (images, labels, "--images", "--labels"), (testImages, testLabels, "--test-images", "--test-labels"),
        ] where labels != nil && images == nil {
            throw RunError("\(first) and \(second) belong together, but only \(second) is given")
        }
        if testImages != nil && images == nil {
            throw RunError("--test-images are pictures of the kind that --images names; give both")
        }
        if let imageSize { try requireCount(imageSize, "--image-size", maximum: 4096) }
        if !(developmentShare > 0 && developmentShare < 1) {
            throw RunError("--dev-share must lie between 0 and 1, got \(developmentShare)")
        }
    }
}
