import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import SwiftletTrain

/// One training step of the pair after the other: first the discriminator's, then the generator's on the same noise.
///
/// The generator runs once a step. Its pictures are detached from its step for the discriminator's step; afterwards the
/// changed discriminator judges them again, and the gradient runs through it to the generator. No gradient of its weights is
/// computed there, as they are not tracked. Batch norm of the discriminator uses the statistics of each batch, real and
/// generated apart, in both steps, and its running statistics take in all three, as PyTorch's do.
final class AdversarialTrainer {
    /// What a step came to.
    struct Step {
        /// The discriminator's loss before its update.
        var discriminatorLoss: Float
        /// The generator's loss before its update, against the updated discriminator.
        var generatorLoss: Float
        /// Mean probability that the discriminator gave real pictures, before its update.
        var realOutput: Float
        /// Mean probability that the discriminator gave generated pictures, before its update.
        var generatedOutput: Float
    }

    let generator: Generator
    let discriminator: Discriminator
    /// The averaged generator, if one is kept.
    let average: GeneratorAverage?
    private let configuration: TrainingConfiguration
    private let stepsPerEpoch: Int
    private let random: RandomStream
    private let generatorOptimizer: Adam
    private let discriminatorOptimizer: Adam

    /// A trainer for epochs of `stepsPerEpoch` steps; `random` gives the noise that pictures get, if they do.
    init(
        _ generator: Generator, _ discriminator: Discriminator, _ configuration: TrainingConfiguration,
        stepsPerEpoch: Int, random: RandomStream
    ) throws {
        self.generator = generator
        self.discriminator = discriminator
        self.configuration = configuration
        self.stepsPerEpoch = stepsPerEpoch
        self.random = random
        let rate = configuration.learningRate
        let discriminatorRate = configuration.discriminatorLearningRate ?? rate
        generatorOptimizer = Adam(
            learningRate: configuration.learningRates(base: rate, stepsPerEpoch: stepsPerEpoch),
            beta1: configuration.beta1)
        discriminatorOptimizer = Adam(
            learningRate: configuration.learningRates(base: discriminatorRate, stepsPerEpoch: stepsPerEpoch),
            beta1: configuration.beta1)
        average = try configuration.averageDecay.map { try GeneratorAverage(of: generator, decay: $0) }
    }

    private var checksGradients: Bool { configuration.skipBadSteps > 0 }

    /// Steps taken so far.
    var stepCount: Int { generatorOptimizer.stepCount }

    /// Takes a step on real pictures [count, channels, size, size] and noise [count, latent size].
    func step(real: Tensor, noise: Tensor) throws -> Step {
        var step = Step(discriminatorLoss: 0, generatorLoss: 0, realOutput: 0, generatedOutput: 0)
        let random = RandomStream(seed: 0)
        var isJudged = false
        let (loss, gradients) = try finiteValueAndGradients(
            of: generator, random: random, checksGradients: checksGradients
        ) {
            pass in
            var pictures = generator(pass(noise))
            var real = real
            if let noise = instanceNoise(for: real.shape, atStep: stepCount) {
                real = real + noise.real
                pictures = pictures + noise.generated
            }
            // A fault is looked for by a second pass, which must not train the discriminator again.
            if !isJudged { try discriminatorStep(real: real, generated: pictures.detached, &step) }
            isJudged = true
            return configuration.loss.ofGenerator(discriminator(pictures))
        }
        step.generatorLoss = loss.item
        generatorOptimizer.step(gradients)
        average?.update()
        return step
    }

    /// What is added to a step's pictures before they are judged, the same for both judgements of the generated ones.
    func instanceNoise(for shape: Shape, atStep step: Int) -> (real: Tensor, generated: Tensor)? {
        let done = Float(step) / Float(max(configuration.epochs * stepsPerEpoch, 1))
        let deviation = configuration.instanceNoise * max(1 - done, 0)
        guard deviation > 0 else { return nil }
        func drawn(_ kind: String) -> Tensor {
            var stream = random.child(kind).child(step)
            return .normal(shape, deviation: deviation, using: &stream, in: generator.context)
        }
        return (drawn("real"), drawn("generated"))
    }

    /// Adds what the trainer must remember to a state. Throws `ModuleError`.
    func save(to state: inout TrainingState) throws {
        try state.add(generator, as: "generator")
        try state.add(discriminator, as: "discriminator")
        state.add(generatorOptimizer.state, as: "generator_optimizer")
        state.add(discriminatorOptimizer.state, as: "discriminator_optimizer")
        if let average { state.add(average.weights.state, as: "average") }
    }

    /// Goes on from a state. Throws `ModuleError`, `OptimizerError` or `RunError` if it does not fit.
    func load(from state: TrainingState) throws {
        try state.load(generator, as: "generator")
        try state.load(discriminator, as: "discriminator")
        try generatorOptimizer.load(state.optimizerState(as: "generator_optimizer"), for: generator)
        try discriminatorOptimizer.load(state.optimizerState(as: "discriminator_optimizer"), for: discriminator)
        try average?.weights.load(state.optimizerState(as: "average"))
    }

    private func discriminatorStep(real: Tensor, generated: Tensor, _ step: inout Step) throws {
        let (loss, gradients) = try finiteValueAndGradients(
            of: discriminator, random: RandomStream(seed: 0), checksGradients: checksGradients
        ) { pass in
            let realLogits = discriminator(pass(real))
            let generatedLogits = discriminator(pass(generated))
            step.realOutput = realLogits.detached.sigmoid().mean().item
            step.generatedOutput = generatedLogits.detached.sigmoid().mean().item
            return configuration.loss.ofDiscriminator(
                real: realLogits, generated: generatedLogits, realTarget: 1 - configuration.labelSmoothing)
        }
        step.discriminatorLoss = loss.item
        discriminatorOptimizer.step(gradients)
    }
}
