import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Two disjoint random parts of a set's training pictures, of equal count, as features of the set's classifier: generated
/// pictures are compared with the first, and the distance of the second to the first is the floor that a perfect generator
/// would reach.
struct RealHalves {
    /// The network whose features are compared.
    let classifier: ImageClassifier
    /// Features of the first part, and of the second.
    let features: (first: FeatureSet, second: FeatureSet)
    /// How the second part lies beside the first.
    let floor: SampleMeasures
    private let fitting: PictureFitting
    private let channels: Int
    private let shape: (width: Int, height: Int, channels: Int)

    /// Pictures in each part.
    var count: Int { features.first.count }

    /// The parts have `samples` pictures, or half of the set's if there are fewer. Real pictures go the way of generated
    /// ones: to the size and colours of the networks, and back to those of the classifier.
    init(
        of training: ImageSet, classifier: ImageClassifier, samples: Int, model: ModelConfiguration,
        random: RandomStream, context: ComputeContext
    ) throws {
        self.classifier = classifier
        fitting = PictureFitting(size: model.size)
        channels = model.channels
        shape = (training.width, training.height, training.channels)
        var order = random.child("halves")
        let numbers = order.permutation(training.count)
        let half = training.count / 2
        let count = min(samples, half)
        guard count > SampleMeasures.neighbors else {
            throw RunError("\(training.count) real pictures are too few to compare with")
        }
        let parts = [numbers.prefix(count), numbers[half..<half + count]].map { training.selecting(Array($0)) }
        let sets = try parts.map { [fitting, channels, shape] in
            try classifier.features(of: Self.native(fitting.fitted($0).converted(toChannels: channels), fitting, shape))
        }
        features = (sets[0], sets[1])
        floor = try SampleMeasures(
            real: sets[0], judged: sets[1], random: random.child("floor"), context: context)
    }

    /// Pictures of the networks as the classifier takes them.
    func native(_ pictures: ImageSet) -> ImageSet { Self.native(pictures, fitting, shape) }

    private static func native(
        _ pictures: ImageSet, _ fitting: PictureFitting, _ shape: (width: Int, height: Int, channels: Int)
    ) -> ImageSet {
        fitting.restored(pictures, width: shape.width, height: shape.height).converted(toChannels: shape.channels)
    }
}
