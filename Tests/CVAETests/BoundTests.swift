import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import Testing

@testable import CVAEExperiment

@Suite("Bounds on log p(x|y)")
struct BoundTests {
    private let set = smallPictures(6)

    /// A model whose one latent variable can be integrated over, with weights that make it matter.
    private func oneDimensional() throws -> PictureModel {
        var configuration = smallModel(.mlp)
        configuration.latent = 1
        let model = try makeModel(configuration)
        for (name, parameter) in try model.network.namedParameters() where name.hasPrefix("decoder") {
            parameter.value = parameter.value * 3
        }
        return model
    }

    /// log p(x|y) by the trapezoidal rule over z from -8 to 8.
    private func exact(_ model: PictureModel, _ source: PixelSource, _ index: Int) throws -> Double {
        let steps = 1600
        let points = (0...steps).map { -8 + 16 * Double($0) / Double(steps) }
        let context = model.context
        let classes = oneHot(
            [Int32](repeating: try #require(set.labels)[index], count: points.count), classes: 3, in: context)
        let z = Tensor(points.map { Float($0) }, shape: [points.count, 1], in: context)
        let logits = model.network.decode(z, classes: classes).elements
        let picture = source.values(of: [index])
        let logJoint = points.enumerated().map { row, z in
            let logLikelihood = picture.enumerated().reduce(0.0) { sum, pixel in
                let logit = Double(logits[row * 64 + pixel.offset])
                return sum + Double(pixel.element) * logit - log1p(exp(-abs(logit))) - max(logit, 0)
            }
            return logLikelihood - z * z / 2 - log(2 * Double.pi) / 2
        }
        return logMeanExp(logJoint) + log(16.0 * Double(points.count) / Double(steps))
    }

    @Test("With many samples the importance-weighted bound is the integral over z; the ELBO lies below it")
    func integral() throws {
        let model = try oneDimensional()
        let source = PixelSource(set, .static, random: RandomStream(seed: 1))
        let bound = ImportanceWeightedBound(of: model, samples: 4000)
        let estimates = try bound.logLikelihoods(of: source, count: 6, random: RandomStream(seed: 2))
        let single = ImportanceWeightedBound(of: model, samples: 1)
        var belowByOne = 0.0
        for index in 0..<6 {
            let expected = try exact(model, source, index)
            #expect(abs(estimates[index] - expected) < 0.05, "picture \(index): \(estimates[index]), exact \(expected)")
            let mean =
                try (0..<50).map {
                    try single.logLikelihoods(
                        of: source, count: index + 1, random: RandomStream(seed: 10 + UInt64($0)))[index]
                }.reduce(0, +) / 50
            belowByOne += expected - mean
        }
        #expect(belowByOne / 6 > 0.05, "one sample must give a looser bound than the integral")
    }

    @Test("How work is cut into chunks changes no result: pictures together, alone, and samples in parts")
    func chunks() throws {
        let model = try makeModel()
        let source = PixelSource(set, .dynamic, random: RandomStream(seed: 1))
        for samples in [3, 700, 2300] {
            let bound = ImportanceWeightedBound(of: model, samples: samples)
            let six = try bound.logLikelihoods(of: source, count: 6, random: RandomStream(seed: 2))
            let two = try bound.logLikelihoods(of: source, count: 2, random: RandomStream(seed: 2))
            #expect(six.count == 6 && six.allSatisfy { $0.isFinite && $0 < 0 })
            for (left, right) in zip(six, two) { #expect(abs(left - right) < 1e-4) }
        }
    }

    @Test("With one sample the weights are log p(x|y, z) + log p(z) - log q(z|x, y)")
    func oneSample() throws {
        let model = try makeModel()
        let source = PixelSource(set, .static, random: RandomStream(seed: 1))
        let random = RandomStream(seed: 5)
        let value = try ImportanceWeightedBound(of: model, samples: 1).logLikelihoods(
            of: source, count: 1, random: random)[0]
        let context = model.context
        let classes = oneHot([try #require(set.labels)[0]], classes: 3, in: context)
        let picture = Tensor(source.values(of: [0]), shape: [1, 64], in: context)
        let (mean, logVariance) = model.network.encode(picture, classes: classes)
        let noise = normalNumbers(4, random: random.child(0).child(0))
        var expected = 0.0
        var z: [Float] = []
        for dimension in 0..<4 {
            let (mean, logVariance) = (
                Double(mean.elements[dimension]), Double(logVariance.elements[dimension])
            )
            let noise = Double(noise[dimension])
            let latent = mean + exp(logVariance / 2) * noise
            z.append(Float(latent))
            expected += -latent * latent / 2 + noise * noise / 2 + logVariance / 2
        }
        let logits = model.network.decode(Tensor(z, shape: [1, 4], in: context), classes: classes)
        expected += Double(bernoulliLogLikelihood(logits: logits, targets: picture).item)
        #expect(abs(value - expected) < 1e-3)
    }

    @Test("Test bounds name what they are about, and a limit takes the first pictures")
    func testBounds() throws {
        let model = try makeModel()
        let all = try TestBounds(of: model, on: set, importanceSamples: 20)
        #expect(all.count == 6 && all.importanceSamples == 20)
        #expect(abs(all.negativeElbo - all.reconstruction - all.kl) < 1e-4 && all.kl >= 0)
        #expect(all.rows.allSatisfy { $0.name.contains("dynamic") && $0.name.contains("6 test pictures") })
        let some = try TestBounds(of: model, on: set, importanceSamples: 20, limit: 2)
        let prefix = try TestBounds(of: model, on: set.prefix(2), importanceSamples: 20)
        #expect(some == prefix && some.count == 2)
        let without = try TestBounds(of: model, on: set, importanceSamples: 0)
        #expect(without.negativeLogLikelihood == nil && without.rows.count == 3)
    }
}
