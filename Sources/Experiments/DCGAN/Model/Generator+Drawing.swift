import SwiftletData
import SwiftletNN
import SwiftletTensor

extension Generator {
    /// What the tanh of a generator's output means as grey levels.
    static let scale: ClosedRange<Float> = -1...1

    /// Noise from N(0, 1), [count, latent size]. Row r follows from `random` and r alone.
    func noise(_ count: Int, random: RandomStream) -> Tensor {
        var random = random
        return .normal([count, configuration.latentSize], using: &random, in: context)
    }

    /// Pictures for noise [count, latent size], in batches, with the running statistics of batch norm.
    func pictures(for noise: Tensor, batchSize: Int = 100) -> ImageSet {
        var pixels: [UInt8] = []
        let count = noise.shape[0]
        for start in stride(from: 0, to: count, by: batchSize) {
            let rows = noise.sliced(axis: 0, start..<min(start + batchSize, count))
            let values = self(rows)
            values.withUnsafeElements { pixels += $0.map(Self.level) }
        }
        return ImageSet(
            width: configuration.size, height: configuration.size, channels: configuration.channels, pixels: pixels)
    }

    /// `count` pictures from noise that follows from `random`.
    func pictures(_ count: Int, random: RandomStream) -> ImageSet { pictures(for: noise(count, random: random)) }

    /// The level 0...255 of a value in -1...1; 0 for what is not a number.
    private static func level(_ value: Float) -> UInt8 {
        let level = ((value - scale.lowerBound) * (255 / (scale.upperBound - scale.lowerBound))).rounded()
        return level > 0 ? UInt8(min(level, 255)) : 0
    }
}
