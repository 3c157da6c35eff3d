import SwiftletData
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("A training step")
struct TrainerTests {
    private static func golden(_ prefix: String = "28 batch") throws -> GoldenCase {
        try #require(try GoldenFile.cases("dcgan", prefix: prefix, in: .module).first)
    }

    @Test("The generator's step computes no gradient of the discriminator", arguments: ["28 batch", "28 spectral"])
    func noDiscriminatorGradients(prefix: String) throws {
        let pair = try GoldenPair(Self.golden(prefix))
        let noise = try pair.noise(step: 0)
        var operators = 0
        let (_, gradients) = try valueAndGradients(of: pair.generator, random: RandomStream(seed: 0)) { pass in
            for (_, parameter) in try pair.discriminator.namedParameters() {
                #expect(!parameter(for: pass(noise)).isTracked)
            }
            let pictures = pair.generator(pass(noise))
            operators += 1
            return pair.loss.ofGenerator(pair.discriminator(pictures))
        }
        #expect(operators == 1)
        #expect(Set(gradients.entries.map(\.name)) == Set(try pair.generator.namedParameters().map(\.name)))
        let owned = Set(try pair.discriminator.namedParameters().map { ObjectIdentifier($0.parameter) })
        let foreign = gradients.entries.filter { owned.contains(ObjectIdentifier($0.parameter)) }
        #expect(foreign.isEmpty)
    }

    @Test("A weight gradient of a convolution is computed for tracked weights alone: counted on the tape")
    func tapeCounts() throws {
        let pair = try GoldenPair(Self.golden())
        // A layer whose weight is tracked adds a leaf for it; through an untracked one the tape grows by operators alone.
        let noise = try pair.noise(step: 0)
        var entries = 0
        _ = try valueAndGradients(of: pair.generator) { pass in
            let pictures = pair.generator(pass(noise))
            let before = pass.count
            let logits = pair.discriminator(pictures)
            entries = pass.count - before
            return pair.loss.ofGenerator(logits)
        }
        let layers = pair.discriminator.layers.layers.count
        // One entry a layer: every operator once, and no leaf of a weight.
        #expect(entries == layers)
    }

    @Test("Running statistics of the discriminator take in three batches a step: real, generated, and generated again")
    func runningStatistics() throws {
        let pair = try GoldenPair(Self.golden())
        let other = try GoldenPair(Self.golden())
        let (real, noise) = (try pair.real(step: 0), try pair.noise(step: 0))
        let step = try pair.trainer.step(real: real, noise: noise)
        #expect(step.generatorLoss.isFinite)
        // The first two of them are the same with weights that have not been changed yet.
        let pictures = other.generator(Pass(.training)(noise)).detached
        for batch in [real, pictures] { _ = other.discriminator(Pass(.training)(batch)) }
        let (means, early) = (try means(of: pair.discriminator), try means(of: other.discriminator))
        let judgedTwice = zip(means, early).contains { $0 != $1 }
        #expect(judgedTwice)
        // The generator ran once.
        #expect(try self.means(of: pair.generator) == self.means(of: other.generator))
    }

    private func means(of module: some Module) throws -> [[Float]] {
        try module.namedBuffers().filter { $0.name.hasSuffix("running_mean") }.map { $0.buffer.value.elements }
    }

    @Test("The same bits at 1, 2, 3 and 8 threads", arguments: ["28 batch", "32 spectral", "64 batch"])
    func threads(prefix: String) throws {
        func states(_ threads: Int) throws -> [[UInt32]] {
            let pair = try GoldenPair(Self.golden(prefix), threads: threads)
            for number in 0..<3 {
                _ = try pair.trainer.step(real: pair.real(step: number), noise: pair.noise(step: number))
            }
            return try pair.state().map { $0.value.elements.map(\.bitPattern) }
        }
        let expected = try states(1)
        for count in [2, 3, 8] { #expect(try states(count) == expected) }
    }

    @Test(
        "Instance noise reaches both kinds of pictures, falls to nothing at the last step, and changes no step without it"
    )
    func instanceNoise() throws {
        func outputs(_ deviation: Float, steps: Int) throws -> [AdversarialTrainer.Step] {
            let pair = try GoldenPair(Self.golden(), instanceNoise: deviation)
            return try (0..<steps).map { try pair.trainer.step(real: pair.real(step: $0), noise: pair.noise(step: $0)) }
        }
        let (without, with) = (try outputs(0, steps: 1)[0], try outputs(2, steps: 1)[0])
        #expect(with.realOutput != without.realOutput)
        #expect(with.generatedOutput != without.generatedOutput)
        #expect(try outputs(2, steps: 1)[0].generatorLoss == with.generatorLoss)
        let pair = try GoldenPair(Self.golden(), instanceNoise: 2)
        let shape = try pair.real(step: 0).shape
        func deviation(atStep step: Int) -> Float {
            guard let noise = pair.trainer.instanceNoise(for: shape, atStep: step) else { return 0 }
            let values = noise.real.elements + noise.generated.elements
            return (values.map { $0 * $0 }.reduce(0, +) / Float(values.count)).squareRoot()
        }
        #expect(abs(deviation(atStep: 0) - 2) < 0.1)
        #expect(abs(deviation(atStep: 5) - 1) < 0.05)
        #expect(deviation(atStep: 9) > 0.1 && deviation(atStep: 10) == 0)
    }

    @Test("The averaged generator has statistics of its own weights, and the trained one keeps its own")
    func average() throws {
        let pair = try GoldenPair(Self.golden())
        let average = try GeneratorAverage(of: pair.generator, decay: 0.5)
        let trained = try pair.generator.stateDictionary().map { $0.value.elements }
        let snapshot = try average.snapshot(random: RandomStream(seed: 3))
        #expect(try pair.generator.stateDictionary().map { $0.value.elements } == trained)
        // Nothing was averaged yet: the weights are the trained ones.
        for (name, parameter) in try snapshot.namedParameters() {
            let own = try pair.generator.namedParameters().first { $0.name == name }
            #expect(parameter.value.elements == own?.parameter.value.elements)
        }
        // With statistics over much noise, evaluation does nearly what training does on a large batch.
        let noise = snapshot.noise(2000, random: RandomStream(seed: 4))
        let evaluated = snapshot(noise).elements
        let normalized = snapshot(Pass(.training)(noise)).elements
        let difference = zip(evaluated, normalized).map { abs($0 - $1) }.reduce(0, +) / Float(evaluated.count)
        #expect(difference < 0.02)
    }
}
