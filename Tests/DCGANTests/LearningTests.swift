import SwiftletData
import SwiftletNN
import SwiftletTensor
import Testing

@testable import DCGANExperiment

@Suite("Learning")
struct LearningTests {
    @Test(
        "A generator learns to draw the one picture that there is",
        arguments: [DiscriminatorNorm.batch, .spectral], [AdversarialLoss.nonSaturating, .hinge])
    func onePicture(norm: DiscriminatorNorm, loss: AdversarialLoss) throws {
        let pictures = SmallPictures.blocks(1)
        var configuration = SmallPictures.configuration
        configuration.model.discriminatorNorm = norm
        configuration.model.generatorWidth = 8
        configuration.model.discriminatorWidth = 8
        configuration.training.loss = loss
        configuration.training.learningRate = 2e-3
        configuration.training.epochs = 1
        // With some first weights a batch of one image over and over teaches too little in so few steps.
        configuration.seed = 3
        let many = ImageSet(
            width: 28, height: 28, channels: 1, pixels: (0..<8 * 150).flatMap { _ in pictures.pixels })
        let target = pictures.values(of: [0], scale: -1...1)
        func error(_ generator: Generator) -> Float {
            let drawn = generator.pictures(8, random: RandomStream(seed: 9)).values(of: Array(0..<8), scale: -1...1)
            return drawn.enumerated().map { abs($1 - target[$0 % target.count]) }.reduce(0, +) / Float(drawn.count)
        }
        let training = try SmallPictures.training(configuration, on: many)
        let start = try Networks(
            training.configuration.model, random: RandomStream(seed: configuration.seed).child("networks"),
            in: training.context)
        let (networks, _, _) = try training.run(DCGANTraining.Observer())
        let (before, after) = (error(start.generator), error(networks.generator))
        #expect(before > 0.8)
        // Batch norm tells a batch of one picture over and over by more than the picture, so that the generator is slower.
        #expect(after < (norm == .spectral ? 0.25 : 0.65) * before, "mean error \(after), before \(before)")
    }

    @Test("A discriminator that trains alone tells the pictures apart")
    func discriminatorAlone() throws {
        let pictures = SmallPictures.blocks(64)
        let context = try ComputeContext(threads: 1)
        var model = SmallPictures.configuration.model
        model.discriminatorWidth = 4
        let pair = try Networks(model, random: RandomStream(seed: 1), in: context)
        var training = TrainingConfiguration()
        training.learningRate = 2e-3
        let trainer = try AdversarialTrainer(
            pair.generator, pair.discriminator, training, stepsPerEpoch: 30, random: RandomStream(seed: 3))
        let real = Tensor(
            pictures.values(of: Array(0..<64), scale: -1...1), shape: [64, 1, 28, 28], in: context)
        var last: AdversarialTrainer.Step?
        for number in 0..<30 {
            // A generator that is put back after each step stays as it was.
            let kept = try pair.generator.namedParameters().map { ($0.parameter, $0.parameter.value) }
            last = try trainer.step(
                real: real, noise: pair.generator.noise(64, random: RandomStream(seed: 2).child(number)))
            for (parameter, value) in kept { parameter.value = value }
        }
        let step = try #require(last)
        #expect(step.realOutput > 0.9)
        #expect(step.generatedOutput < 0.1)
        #expect(step.discriminatorLoss < 0.3)
        #expect(step.generatorLoss > 2)
    }
}
