import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTrain

/// The space in which generated images are compared with real ones.
enum FeatureSpace {
    /// Features of the classifier of a known set.
    case classifier(ImageClassifier)
    /// The image itself, shrunk: for images without classes, which no classifier can be trained on.
    case thumbnails

    /// Rows and columns of a thumbnail: 64 numbers a channel, so that a few hundred images have a covariance.
    static let thumbnailSize = 8

    /// The classifier, if there is one.
    var classifier: ImageClassifier? { if case .classifier(let classifier) = self { classifier } else { nil } }

    /// Features, image by image. Throws `RunError` for images that the classifier is not for.
    func features(of images: ImageSet) throws -> FeatureSet {
        switch self {
        case .classifier(let classifier): return try classifier.features(of: images)
        case .thumbnails:
            let values = (0..<images.count).flatMap { index in
                let small = images[index].resized(width: Self.thumbnailSize, height: Self.thumbnailSize)
                return small.pixels.map { Float($0) / 255 }
            }
            return try FeatureSet(values, dimension: Self.thumbnailSize * Self.thumbnailSize * images.channels)
        }
    }

    /// A sentence about it, beside the numbers that rest on it.
    var sentence: String {
        switch self {
        case .classifier(let classifier):
            let accuracy =
                classifier.testAccuracy.map { ", test accuracy \(MetricText.value($0, of: "accuracy"))" } ?? ""
            return
                "Features of the project's classifier\(accuracy), SHA-256 of its weights \(classifier.weightsChecksum)."
        case .thumbnails:
            let side = Self.thumbnailSize
            return
                "Features are the images shrunk to \(side) x \(side) pixels, as images without classes have no classifier: they "
                + "compare layout and colors, not what is shown, and their numbers not with those of a classifier."
        }
    }
}
