import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

extension RealParts {
    /// Parts of `samples` pictures of a known set, as features of its classifier. Throws `RunError` for another source of
    /// pictures, whose pictures have no labels that a classifier could learn, and what reading and training throw.
    static func load(
        _ source: PictureSource, samples: Int, model: ModelConfiguration, classifier: ClassifierOptions,
        folder: DataDirectory, random: RandomStream, context: ComputeContext, progress: ProgressReporter
    ) throws -> RealParts {
        guard let name = source.knownSet else {
            throw RunError(
                "pictures of \(source.name) have no classifier to judge them by; name one of "
                    + "\(KnownImageSets.names.joined(separator: ", ")) with --dataset")
        }
        let training = try KnownImageSets.load(name, part: .training, from: folder)
        let network = try classifier.load(
            for: name, training: training, test: KnownImageSets.load(name, part: .test, from: folder), context: context,
            progress: progress)
        return try RealParts(
            of: training, classifier: network, samples: samples, model: model, random: random, context: context)
    }
}
