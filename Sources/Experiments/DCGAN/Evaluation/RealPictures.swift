import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The images of a known set that generated ones are compared with, and by what classifier: read before a training begins, so that
/// nothing of them can be missing at its end.
struct RealPictures {
    /// The set's name.
    let name: String
    /// Its training images.
    let training: ImageSet
    /// Its test images, which say how good the classifier is; nil if they are not there.
    let test: ImageSet?
    /// The file of the classifier; nil for the set's own.
    let classifier: String?
    /// The files that were read.
    let files: [String]

    /// Reads the images of a known set. Throws `RunError` for another source of images, whose images have no labels that a classifier
    /// could learn, and `DataError`. Without test images there is a warning.
    init(
        _ source: PictureSource, classifier: String?, folder: DataDirectory, context: ComputeContext,
        progress: ProgressReporter
    ) throws {
        guard let name = source.knownSet else {
            throw RunError(
                "pictures of \(source.name) have no classifier to judge them by; name one of "
                    + "\(KnownImageSets.names.joined(separator: ", ")) with --dataset")
        }
        self.name = name
        self.classifier = classifier
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

    /// Parts of `samples` images, as features of the classifier. Throws what training one throws.
    func parts(
        samples: Int, model: ModelConfiguration, random: RandomStream, context: ComputeContext,
        progress: ProgressReporter
    ) throws -> RealParts {
        let network = try ClassifierOptions.load(
            classifier, for: name, training: training, test: test, context: context, progress: progress)
        return try RealParts(
            of: training, classifier: network, samples: samples, model: model, random: random, context: context)
    }
}
