import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The images that generated ones are compared with, and of a known set by what classifier: read before a training begins, so that
/// nothing of them can be missing at its end.
struct RealPictures {
    /// The known set's name; nil for other images, which have no classes that a classifier could learn.
    let name: String?
    /// Its training images.
    let training: ImageSet
    /// Its test images, which say how good the classifier is; nil if they are not there.
    let test: ImageSet?
    /// The file of the classifier; nil for the set's own.
    let classifier: String?
    /// The files that were read.
    let files: [String]

    /// Reads the images, those of no known set in the size and the channels of the networks of `model`. Throws `RunError` and
    /// `DataError`. Without test images of a known set there is a warning.
    init(
        _ source: PictureSource, for model: ModelConfiguration, classifier: String?, folder: DataDirectory,
        context: ComputeContext, progress: ProgressReporter
    ) throws {
        name = source.knownSet
        self.classifier = classifier
        guard let name = source.knownSet else {
            let data = try PictureData(source, size: model.size, channels: model.channels, folder: folder)
            for note in data.notes { progress.note("Note: \(note).") }
            (training, test, files) = (data.pictures, nil, data.files)
            return
        }
        training = try KnownImageSets.load(name, part: .training, from: folder)
        var files = try KnownImageSets.files(of: name, part: .training, in: folder)
        var test: ImageSet?
        do {
            test = try KnownImageSets.load(name, part: .test, from: folder)
            files += try KnownImageSets.files(of: name, part: .test, in: folder)
        } catch let error as DataError {
            progress.note("Warning: the accuracy of the classifier that evaluates is not measured: \(error).")
        }
        self.test = test
        if let classifier {
            files.append(classifier)
            // What does not fit must not be found out at the end.
            _ = try ClassifierOptions.load(classifier, for: name, training: training, test: test, context: context)
        }
        self.files = files
    }

    /// Parts of `samples` images, as features of the classifier or, without one, as thumbnails. Throws `RunError` for too few
    /// images, and what training a classifier throws.
    func parts(
        samples: Int, model: ModelConfiguration, random: RandomStream, context: ComputeContext,
        progress: ProgressReporter
    ) throws -> RealParts {
        // A classifier is not trained in vain.
        try RealParts.requireEnough(training)
        let space: FeatureSpace =
            if let name {
                .classifier(
                    try ClassifierOptions.load(
                        classifier, for: name, training: training, test: test, context: context, progress: progress))
            } else { .thumbnails }
        return try RealParts(
            of: training, space: space, samples: samples, model: model, random: random, context: context)
    }
}
