import SwiftletData
import SwiftletTensor

/// The pictures of some pairs as the network's input, in plain arrays, so that any thread can make them.
public struct PairBatch: Sendable {
    /// The first pictures of the pairs, one after the other.
    public var first: [Float]
    /// The second pictures of the pairs.
    public var second: [Float]
    /// 1 for each pair of the same person, 0 for the others.
    public var same: [Float]

    /// Number of pairs.
    public var count: Int { same.count }
}

/// Makes the batches of every epoch: draws pairs and changes their pictures at random. A batch follows from the stream, the
/// epoch and its number alone, so it does not matter which thread makes it, and when.
struct PairLoader: Sendable {
    private let images: ImageSet
    private let sampler: PairSampler
    private let configuration: TrainingConfiguration
    private let scale: ClosedRange<Float>
    private let augmentation: Augmentation
    private let random: RandomStream

    init(
        _ faces: FaceSet, people: [Int], _ configuration: TrainingConfiguration, scale: ClosedRange<Float>,
        random: RandomStream
    ) throws {
        images = faces.images
        sampler = PairSampler(people: people.map { faces.people[$0].pictures }, random: random.child("pairs"))
        self.configuration = configuration
        self.scale = scale
        augmentation = try configuration.augmentation.augmentation()
        self.random = random.child("augmentation")
    }

    /// Batch number `index` of an epoch.
    func batch(_ index: Int, epoch: Int) -> PairBatch {
        let start = index * configuration.batchSize
        let end = min(start + configuration.batchSize, configuration.pairsPerEpoch)
        let pairs = (start..<end).map { sampler.pair($0, epoch: epoch) }
        let random = random.child(epoch)
        return PairBatch(
            first: values(of: pairs.map(\.first), random.child("first").child(index)),
            second: values(of: pairs.map(\.second), random.child("second").child(index)),
            same: pairs.map { $0.isSame ? 1 : 0 })
    }

    private func values(of pictures: [Int], _ random: RandomStream) -> [Float] {
        let values = images.values(of: pictures, scale: scale)
        if augmentation.isIdentity { return values }
        let size = images.valuesPerImage
        return [Float](unsafeUninitializedCapacity: values.count) { changed, filled in
            values.withUnsafeBufferPointer { values in
                for number in pictures.indices {
                    let part = number * size..<(number + 1) * size
                    augmentation.apply(
                        to: .init(rebasing: values[part]), width: images.width, height: images.height,
                        channels: images.channels, range: scale, random: random.child(number),
                        result: .init(rebasing: changed[part]))
                }
            }
            filled = values.count
        }
    }
}
