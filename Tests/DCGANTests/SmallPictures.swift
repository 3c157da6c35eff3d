import Foundation
import SwiftletData
import SwiftletTensor
import TestSupport

@testable import DCGANExperiment

/// Pictures and settings so small that a training takes a moment.
enum SmallPictures {
    /// Grey pictures of bright blocks on black, of 28 × 28 unless another side is asked for, drawn from a seed.
    static func blocks(_ count: Int, side: Int = 28, channels: Int = 1) -> ImageSet {
        var random = RandomStream(seed: 5)
        let images = (0..<count).map { _ -> Image in
            var pixels = [UInt8](repeating: 0, count: side * side * channels)
            let (left, top) = (random.index(below: side / 2), random.index(below: side / 2))
            for row in top..<top + side / 3 {
                for column in left..<left + side / 3 {
                    for channel in 0..<channels {
                        pixels[(row * side + column) * channels + channel] = UInt8(255 - 60 * channel)
                    }
                }
            }
            return Image(width: side, height: side, channels: channels, pixels: pixels)
        }
        return ImageSet(images: images)
    }

    /// Settings of a pair of a few channels.
    static var configuration: DCGANConfiguration {
        var configuration = DCGANConfiguration()
        configuration.model.latentSize = 4
        configuration.model.generatorWidth = 4
        configuration.model.discriminatorWidth = 4
        configuration.training.batchSize = 8
        configuration.training.epochs = 2
        configuration.threads = 1
        return configuration
    }

    /// A training on such pictures.
    static func training(_ configuration: DCGANConfiguration, on pictures: ImageSet) throws -> DCGANTraining {
        try DCGANTraining(
            configuration, data: PictureData(source: .folder("blocks"), pictures: pictures, files: []),
            context: ComputeContext(threads: configuration.threads, kernels: configuration.kernels))
    }

    /// An IDX file of grey pictures.
    static func idx(_ pictures: ImageSet) -> [UInt8] {
        word(0x803) + word(pictures.count) + word(pictures.height) + word(pictures.width) + pictures.pixels
    }

    /// An IDX file of labels: the ten classes in turn.
    static func idxLabels(_ count: Int) -> [UInt8] { word(0x801) + word(count) + (0..<count).map { UInt8($0 % 10) } }

    private static func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }
}
