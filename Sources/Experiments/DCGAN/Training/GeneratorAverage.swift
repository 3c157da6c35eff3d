import SwiftletNN
import SwiftletOptim
import SwiftletTensor

/// The moving average of a generator's weights, with statistics of batch norm that fit it.
///
/// Running statistics are those of the weights that were trained, and their average would be that of other networks. So
/// they are computed anew for the averaged weights, over many batches of noise (the standing statistics of Brock et al.
/// 2019), whenever the average is used.
final class GeneratorAverage {
    private let generator: Generator
    /// The averaged weights.
    let weights: ExponentialMovingAverage
    private let snapshot: Generator

    /// Batches of noise, and pictures in each, that the statistics are taken over.
    private static let (batches, batchSize) = (16, 128)

    /// Begins with the weights as they are. Throws `ModuleError`.
    init(of generator: Generator, decay: Float) throws {
        self.generator = generator
        weights = try ExponentialMovingAverage(decay: decay, of: generator)
        snapshot = Generator(generator.configuration)
    }

    /// Takes in the generator's weights after a step.
    func update() { weights.update() }

    /// A generator with the averaged weights as they are now, always the same object. Its statistics follow from `random`.
    func snapshot(random: RandomStream) throws -> Generator {
        let state = try weights.withAverages { try generator.stateDictionary() }
        try snapshot.load(Dictionary(uniqueKeysWithValues: state.map { ($0.name, $0.value) }))
        recomputeStatistics(random: random)
        return snapshot
    }

    /// Replaces the running statistics of batch norm by their means over batches of noise.
    private func recomputeStatistics(random: RandomStream) {
        let layers = snapshot.batchNorms
        let momenta = layers.map(\.momentum)
        defer { for (layer, momentum) in zip(layers, momenta) { layer.momentum = momentum } }
        for batch in 0..<Self.batches {
            // The mean of the first batches: m + (x - m) / n.
            for layer in layers { layer.momentum = 1 / Float(batch + 1) }
            let noise = snapshot.noise(Self.batchSize, random: random.child(batch))
            _ = snapshot(Pass(.training)(noise))
        }
    }
}
