import ExperimentSupport
import SwiftletTrain

/// Which pictures a run reads, and how they are divided.
public struct DataConfiguration: Codable, Equatable, Sendable {
    /// Name of a known set in the data folder; not used where files are named.
    public var dataset: String
    /// IDX file of pictures to train on.
    public var images: String?
    /// IDX file of their classes.
    public var labels: String?
    /// IDX file of pictures to be judged on.
    public var testImages: String?
    /// IDX file of their classes.
    public var testLabels: String?
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
        try Self.requirePair(images, "--images", labels, "--labels")
        try Self.requirePair(testImages, "--test-images", testLabels, "--test-labels")
        if testImages != nil && images == nil {
            throw RunError("--test-images are pictures of the kind that --images names; give both")
        }
        if !(developmentShare > 0 && developmentShare < 1) {
            throw RunError("--dev-share must lie between 0 and 1, got \(developmentShare)")
        }
    }

    private static func requirePair(_ images: String?, _ first: String, _ labels: String?, _ second: String) throws {
        if (images == nil) != (labels == nil) {
            throw RunError(
                "\(first) and \(second) belong together, but only \(images == nil ? second : first) is given")
        }
    }
}
