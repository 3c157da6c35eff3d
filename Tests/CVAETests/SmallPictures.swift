import SwiftletData
import SwiftletTensor
import TestSupport

@testable import CVAEExperiment

/// Generated pictures of 8 x 8 pixels in three classes: a row, a column or a square, at a random place and of a random
/// grey level, on a darker ground.
func smallPictures(_ count: Int, seed: UInt64 = 1) -> ImageSet {
    var random = RandomStream(seed: seed).child("small pictures")
    var pixels: [UInt8] = []
    var labels: [Int32] = []
    for index in 0..<count {
        let label = index % 3
        let place = random.index(below: 6)
        let level = UInt8(160 + random.index(below: 96))
        let ground = UInt8(random.index(below: 40))
        for row in 0..<8 {
            for column in 0..<8 {
                let isInside =
                    switch label {
                    case 0: (place..<place + 2).contains(row)
                    case 1: (place..<place + 2).contains(column)
                    default: (place..<place + 3).contains(row) && (place..<place + 3).contains(column)
                    }
                pixels.append(isInside ? level : ground)
            }
        }
        labels.append(Int32(label))
    }
    return ImageSet(width: 8, height: 8, channels: 1, pixels: pixels, labels: labels, classNames: ["0", "1", "2"])
}

private func bigEndian(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }

extension ImageSet {
    /// The bytes of an IDX file of these pictures.
    var idxImages: [UInt8] { [0, 0, 8, 3] + [count, height, width].flatMap(bigEndian) + pixels }
    /// The bytes of an IDX file of their classes.
    var idxLabels: [UInt8] { [0, 0, 8, 1] + bigEndian(count) + (labels ?? []).map { UInt8($0) } }
}

extension TemporaryFolder {
    /// Writes IDX files of pictures, `<stem>-images` and `<stem>-labels`.
    func write(_ set: ImageSet, as stem: String) throws {
        try write(set.idxImages, to: "\(stem)-images")
        try write(set.idxLabels, to: "\(stem)-labels")
    }

    /// The configuration of a run of a second on files `train` and `test` that were written here.
    func smallConfiguration(_ kind: ModelKind = .mlp) -> CVAEConfiguration {
        var configuration = CVAEConfiguration()
        configuration.data.images = self("train-images")
        configuration.data.labels = self("train-labels")
        configuration.data.testImages = self("test-images")
        configuration.data.testLabels = self("test-labels")
        configuration.data.developmentShare = 0.2
        configuration.model = smallModel(kind)
        configuration.training.epochs = 2
        configuration.training.batchSize = 20
        configuration.training.warmUpEpochs = 0
        configuration.threads = 1
        return configuration
    }
}

/// Sizes for small pictures.
func smallModel(_ kind: ModelKind) -> ModelConfiguration {
    var configuration = ModelConfiguration(kind: kind)
    switch kind {
    case .mlp: configuration.hidden = [32]
    case .conv: configuration.channels = [6, 8]
    }
    configuration.latent = 4
    return configuration
}

/// What a network must know of small pictures.
let smallFormat = PictureFormat(width: 8, height: 8, classNames: ["0", "1", "2"])

/// A network with drawn weights for small pictures.
func makeModel(
    _ configuration: ModelConfiguration = smallModel(.mlp), _ likelihood: Likelihood = .dynamic, seed: UInt64 = 1
) throws -> PictureModel {
    try PictureModel(
        configuration, smallFormat, likelihood, random: RandomStream(seed: seed), in: ComputeContext(threads: 1))
}

/// Batches to train or judge a small model on.
func makeBatcher(_ set: ImageSet, _ likelihood: Likelihood, latent: Int = 4, batchSize: Int = 20) -> PictureBatcher {
    PictureBatcher(
        PixelSource(set, likelihood, random: RandomStream(seed: 1).child("pixels")), latent: latent,
        batchSize: batchSize)
}
