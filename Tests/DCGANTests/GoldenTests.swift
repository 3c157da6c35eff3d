import Foundation
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("The pair computes what PyTorch does")
struct GoldenTests {
    /// A batch norm between differences of a few pictures enlarges what rounding leaves.
    private static let tolerance = 2e-4

    @Test("Logits and every gradient of both networks", arguments: try cases(), ["reference", "auto"])
    func firstStep(_ golden: GoldenCase, kernels: String) throws {
        let pair = try GoldenPair(golden, kernels: kernels)
        let real = try pair.real(step: 0)
        var judged: Gradients?
        let (_, made) = try valueAndGradients(of: pair.generator, random: RandomStream(seed: 0)) { pass in
            let pictures = pair.generator(pass(try pair.noise(step: 0)))
            let (_, gradients) = try valueAndGradients(of: pair.discriminator, random: RandomStream(seed: 0)) { pass in
                let logits = (
                    pair.discriminator(pass(real)), pair.discriminator(pass(pictures.detached))
                )
                expectClose(logits.0, try golden.golden("logits_real"), "logits of real pictures")
                expectClose(logits.1, try golden.golden("logits_generated"), "logits of generated pictures")
                return pair.loss.ofDiscriminator(
                    real: logits.0, generated: logits.1,
                    realTarget: 1 - Float(try golden.option("label_smoothing")))
            }
            judged = gradients
            try adamStep(of: pair, gradients)
            return pair.loss.ofGenerator(pair.discriminator(pictures))
        }
        try expectGradients(try #require(judged), of: pair.discriminator, "discriminator", golden)
        try expectGradients(made, of: pair.generator, "generator", golden)
    }

    @Test("Ten steps of training: both losses of each, and the whole state after the last", arguments: try cases())
    func training(_ golden: GoldenCase) throws {
        let pair = try GoldenPair(golden)
        var losses: (generator: [Float], discriminator: [Float]) = ([], [])
        for number in 0..<10 {
            let step = try pair.trainer.step(real: pair.real(step: number), noise: pair.noise(step: number))
            losses.generator.append(step.generatorLoss)
            losses.discriminator.append(step.discriminatorLoss)
        }
        expectClose(
            Tensor(losses.generator, in: pair.context), try golden.golden("losses.generator"),
            tolerance: Self.tolerance, "losses of the generator")
        expectClose(
            Tensor(losses.discriminator, in: pair.context), try golden.golden("losses.discriminator"),
            tolerance: Self.tolerance, "losses of the discriminator")
        for (name, value) in try pair.state() {
            expectClose(value, try golden.golden("final.\(name)"), tolerance: Self.tolerance, name)
        }
    }

    @Test("A pair from other weights is told apart", arguments: try cases().prefix(1))
    func planted(_ golden: GoldenCase) throws {
        let pair = try GoldenPair(golden)
        // The last weight: batch norm makes up for the scale of those before it.
        let weight = try #require(try pair.generator.namedParameters().last).parameter
        weight.value = weight.value * 1.01
        let step = try pair.trainer.step(real: pair.real(step: 0), noise: pair.noise(step: 0))
        let expected = try golden.golden("losses.generator").data[0]
        #expect(abs(Double(step.generatorLoss) - expected) > Self.tolerance * abs(expected))
    }

    private static func cases() throws -> [GoldenCase] { try GoldenFile.cases("dcgan", in: .module) }

    private func adamStep(of pair: GoldenPair, _ gradients: Gradients) throws {
        let golden = pair.golden
        Adam(
            learningRate: .constant(Float(try golden.option("learning_rate"))), beta1: Float(try golden.option("beta1"))
        ).step(gradients)
    }

    private func expectGradients(
        _ gradients: Gradients, of module: some Module, _ name: String, _ golden: GoldenCase
    ) throws {
        for (parameter, _) in try module.namedParameters() {
            let gradient = try #require(gradients[parameter])
            expectClose(
                gradient, try golden.golden("gradient.\(name).\(parameter)"), tolerance: Self.tolerance,
                "gradient of \(name).\(parameter)")
        }
    }
}
