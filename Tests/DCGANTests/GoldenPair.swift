import Foundation
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import DCGANExperiment

/// A pair of networks of the goldens, with the weights to start from, its noise and its real pictures.
struct GoldenPair {
    let golden: GoldenCase
    let context: ComputeContext
    let generator: Generator
    let discriminator: Discriminator
    let loss: AdversarialLoss
    let trainer: AdversarialTrainer

    /// Batches of pictures and noise, in turn.
    private static let batches = 2

    init(
        _ golden: GoldenCase, kernels: String = "auto", threads: Int = 1, instanceNoise: Float = 0
    ) throws {
        self.golden = golden
        context = try ComputeContext(threads: threads, kernels: kernels)
        var model = ModelConfiguration()
        model.size = try golden.size("size")
        model.channels = try golden.size("channels")
        model.latentSize = try golden.size("latent")
        model.generatorWidth = try golden.size("width")
        model.discriminatorWidth = try golden.size("width")
        let hiddenSize = try golden.size("hidden")
        model.hiddenSize = hiddenSize == 0 ? nil : hiddenSize
        model.discriminatorNorm = try golden.option("spectral") == 1 ? .spectral : .batch
        generator = try Generator(model).initialized(seed: 1, in: context)
        discriminator = try Discriminator(model).initialized(seed: 1, in: context)
        try Self.load(generator, golden, "initial.generator.", in: context)
        try Self.load(discriminator, golden, "initial.discriminator.", in: context)
        loss = try golden.option("hinge") == 1 ? .hinge : .nonSaturating
        var training = TrainingConfiguration()
        training.learningRate = Float(try golden.option("learning_rate"))
        training.beta1 = Float(try golden.option("beta1"))
        training.labelSmoothing = Float(try golden.option("label_smoothing"))
        training.loss = loss
        training.instanceNoise = instanceNoise
        // The ten steps of the goldens are the whole training.
        training.epochs = 1
        trainer = try AdversarialTrainer(
            generator, discriminator, training, stepsPerEpoch: 10, random: RandomStream(seed: 1))
    }

    private static func load(
        _ module: some Module, _ golden: GoldenCase, _ prefix: String, in context: ComputeContext
    ) throws {
        var state: [String: Tensor] = [:]
        for name in golden.tensors.keys where name.hasPrefix(prefix) {
            state[String(name.dropFirst(prefix.count))] = try golden.tensor(name, in: context)
        }
        try module.load(state)
    }

    /// The real pictures of a step, by the formula that the golden's generator has too.
    func real(step: Int) throws -> Tensor {
        let model = generator.configuration
        let shape: Shape = [try golden.size("batch"), model.channels, model.size, model.size]
        let values = (0..<shape.count).map { position -> Float in
            let level = (position * position / 7 + 31 * position + 17 * (step % Self.batches)) % 129 - 64
            return Float(level) / 64
        }
        return Tensor(values, shape: shape, in: context)
    }

    /// The noise of a step.
    func noise(step: Int) throws -> Tensor { try golden.tensor("noise_\(step % Self.batches)", in: context) }

    /// The value of every parameter and buffer of both networks by its name in the goldens.
    func state() throws -> [(name: String, value: Tensor)] {
        try generator.stateDictionary().map { ("generator.\($0.name)", $0.value) }
            + discriminator.stateDictionary().map { ("discriminator.\($0.name)", $0.value) }
    }
}
