import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// The importance-weighted bound on log p(x|y) (Burda et al. 2015, equation 8): the logarithm of the mean over K samples z
/// of q(z|x, y) of the weights p(x|y, z) p(z) / q(z|x, y). It rises with K towards log p(x|y).
///
/// Weights stay logarithms throughout. Samples of a picture are drawn from a stream of its own, so neither the number of
/// pictures nor how they are cut into chunks changes what is drawn.
public struct ImportanceWeightedBound {
    /// The model that is judged.
    public let model: PictureModel
    /// Samples a picture: K.
    public let samples: Int
    /// Rows that the decoder is given at once, which bounds memory.
    private static let rowsAtOnce = 1000

    /// A bound with K samples.
    public init(of model: PictureModel, samples: Int) {
        precondition(samples > 0, "a mean needs at least one sample, not \(samples)")
        self.model = model
        self.samples = samples
    }

    /// A part of the work: some samples of some pictures.
    private struct Chunk: Sendable {
        var pictures: Range<Int>
        var samples: Range<Int>
    }

    /// The bound for each of the first `count` pictures, in nats; `progress` is told the share that is done.
    ///
    /// Throws `InterruptedError` if a signal asks for it.
    public func logLikelihoods(
        of source: PixelSource, count: Int, random: RandomStream, progress: (_ done: Int) -> Void = { _ in }
    ) throws -> [Double] {
        let latent = model.configuration.latent
        let chunks = chunks(count: count)
        let noise = Prefetcher(count: chunks.count) { number in
            chunks[number].pictures.flatMap { picture in
                chunks[number].samples.flatMap { normalNumbers(latent, random: random.child(picture).child($0)) }
            }
        }
        var logWeights = [[Double]](repeating: [], count: count)
        var results: [Double] = []
        for (chunk, noise) in zip(chunks, noise) {
            try Interruption.check()
            let weights = self.logWeights(of: source, chunk, try noise.get())
            for (row, picture) in chunk.pictures.enumerated() {
                logWeights[picture] += weights[row * chunk.samples.count..<(row + 1) * chunk.samples.count]
            }
            guard chunk.samples.upperBound == samples else { continue }
            for picture in chunk.pictures {
                results.append(logMeanExp(logWeights[picture]))
                logWeights[picture] = []
            }
            progress(results.count)
        }
        return results
    }

    /// Whole pictures at a time if several fit, else one picture in parts.
    private func chunks(count: Int) -> [Chunk] {
        let picturesAtOnce = max(1, Self.rowsAtOnce / samples)
        let samplesAtOnce = min(samples, Self.rowsAtOnce)
        return stride(from: 0, to: count, by: picturesAtOnce).flatMap { picture in
            stride(from: 0, to: samples, by: samplesAtOnce).map { sample in
                Chunk(
                    pictures: picture..<min(picture + picturesAtOnce, count),
                    samples: sample..<min(sample + samplesAtOnce, samples))
            }
        }
    }

    /// log p(x|y, z) + log p(z) - log q(z|x, y) of each picture and sample, the samples of a picture side by side.
    private func logWeights(of source: PixelSource, _ chunk: Chunk, _ noise: [Float]) -> [Double] {
        let (network, context, latent) = (model.network, model.context, model.configuration.latent)
        let (pictureCount, sampleCount) = (chunk.pictures.count, chunk.samples.count)
        let rows = pictureCount * sampleCount
        let indices = Array(chunk.pictures)
        let labels = indices.map { source.set.labels![$0] }
        func repeated(_ tensor: Tensor) -> Tensor {
            tensor.repeated(sampleCount, alongNewAxis: 1).reshaped(to: [rows, tensor.shape[1]])
        }
        let pictures = Tensor(
            source.values(of: indices), shape: [pictureCount, model.format.pixelCount], in: context)
        let classes = oneHot(labels, classes: model.format.classCount, in: context)
        let (mean, logVariance) = network.encode(pictures, classes: classes)
        let noise = Tensor(noise, shape: [rows, latent], in: context)
        let repeatedLogVariance = repeated(logVariance)
        let z = reparametrized(
            mean: repeated(mean), logVariance: repeatedLogVariance, noise: noise)
        let logits = network.decode(z, classes: repeated(classes))
        let logLikelihood = bernoulliLogLikelihood(logits: logits, targets: repeated(pictures))
        // log p(z) - log q(z|x, y): the constants of the two normal densities cancel.
        let prior = (noise.squared() - z.squared() + repeatedLogVariance).sum(axis: 1) * 0.5
        return zip(logLikelihood.elements, prior.elements).map { Double($0) + Double($1) }
    }
}
