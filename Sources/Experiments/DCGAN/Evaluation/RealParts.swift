import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Disjoint random parts of a set's training pictures, of equal count, as features of a space: generated pictures
/// are compared with each of them, and the distances between them are the floor that a perfect generator would reach.
///
/// The distance between two parts of 10,000 differs by a tenth from pair to pair, so means over several are taken.
struct RealParts {
    /// The space whose features are compared.
    let space: FeatureSpace
    /// Features of the parts, at least two.
    let features: [FeatureSet]
    /// How each part lies beside the next one, the first being next to the last: the mean.
    let floor: SampleMeasures
    private let fitting: PictureFitting
    private let channels: Int
    private let shape: (width: Int, height: Int, channels: Int)

    /// Most parts that are made.
    private static let largestCount = 6

    /// Pictures in each part.
    var count: Int { features[0].count }

    /// The parts have `samples` pictures, or half of the set's if there are fewer. Real pictures go the way of generated
    /// ones: to the size and colours of the networks, and back to those of the classifier.
    init(
        of training: ImageSet, space: FeatureSpace, samples: Int, model: ModelConfiguration,
        random: RandomStream, context: ComputeContext
    ) throws {
        self.space = space
        fitting = PictureFitting(size: model.size)
        channels = model.channels
        shape = (training.width, training.height, training.channels)
        var order = random.child("parts")
        let numbers = order.permutation(training.count)
        try Self.requireEnough(training)
        let count = min(samples, training.count / 2)
        let starts = (0..<min(training.count / count, Self.largestCount)).map { $0 * count }
        let features = try starts.map { [fitting, channels, shape] start in
            let part = training.selecting(Array(numbers[start..<start + count]))
            return try space.features(
                of: Self.native(fitting.fitted(part).converted(toChannels: channels), fitting, shape))
        }
        self.features = features
        // Two parts make one pair, not two.
        let pairs = features.count == 2 ? 1 : features.count
        floor = try SampleMeasures(
            mean: (0..<pairs).map {
                try SampleMeasures(
                    real: features[$0], judged: features[($0 + 1) % features.count],
                    random: random.child("floor").child($0), context: context)
            })
    }

    /// Throws `RunError` for fewer images than two parts take.
    static func requireEnough(_ training: ImageSet) throws {
        let least = 2 * (SampleMeasures.neighbors + 1)
        guard training.count >= least else {
            throw RunError("\(training.count) real images are too few to compare with; at least \(least) are needed")
        }
    }

    /// Pictures of the networks as the classifier takes them.
    func native(_ pictures: ImageSet) -> ImageSet { Self.native(pictures, fitting, shape) }

    private static func native(
        _ pictures: ImageSet, _ fitting: PictureFitting, _ shape: (width: Int, height: Int, channels: Int)
    ) -> ImageSet {
        fitting.restored(pictures, width: shape.width, height: shape.height).converted(toChannels: shape.channels)
    }
}
