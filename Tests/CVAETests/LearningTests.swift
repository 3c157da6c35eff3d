import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import Testing

@testable import CVAEExperiment

@Suite("Training changes what it should")
struct LearningTests {
    private func train(_ model: PictureModel, on set: ImageSet, steps: Int) throws -> [Metrics] {
        var configuration = TrainingConfiguration()
        configuration.learningRate = 0.01
        configuration.schedule = .constant
        configuration.warmUpEpochs = 0
        let trainer = try CVAETrainer(model, configuration, stepsPerEpoch: 1)
        let batcher = makeBatcher(set, .static)
        return try (1...steps).map { epoch in
            let batches = batcher.batches(of: Array(0..<set.count), epoch: epoch, random: RandomStream(seed: 1))
            return try trainer.step(try #require(batches.next()).get())
        }
    }

    @Test("A handful of pictures is learnt by heart", arguments: ModelKind.allCases)
    func overfitting(kind: ModelKind) throws {
        let model = try makeModel(smallModel(kind), .static)
        let metrics = try train(model, on: smallPictures(6), steps: 400)
        let first = try #require(metrics[0].loss)
        let last = try metrics.suffix(20).map { try #require($0.loss) }.reduce(0, +) / 20
        // 64 pixels at even odds cost 44 nats; 6 pictures need no more than log 6 and what the code of z costs.
        #expect(first > 35 && last < 15, "from \(first) to \(last)")
        #expect(try metrics.allSatisfy { try #require($0["kl"]) >= 0 })
    }

    @Test("The class is what the decoder draws: z of the prior, in the other class, gives another picture")
    func classMatters() throws {
        let set = smallPictures(30)
        let model = try makeModel(smallModel(.mlp), .static)
        _ = try train(model, on: set, steps: 300)
        let sampler = PictureSampler(model)
        let z = sampler.priorLatents(1, random: RandomStream(seed: 3))
        let pictures = (0..<3).map { sampler.means(of: z, labels: [$0]) }
        for (left, right) in [(0, 1), (0, 2), (1, 2)] {
            let difference = zip(pictures[left], pictures[right]).reduce(0) { $0 + abs($1.0 - $1.1) }
            #expect(difference > 4, "classes \(left) and \(right)")
        }
    }

    @Test("The weight of the divergence moves evenly and ends at beta")
    func warmUp() {
        var configuration = TrainingConfiguration()
        configuration.beta = 2
        configuration.warmUpEpochs = 0
        configuration.initialBeta = 0
        #expect(configuration.divergenceWeight(atStep: 0, stepsPerEpoch: 10) == 2)
        configuration.warmUpEpochs = 2
        let rising = (0...25).map { configuration.divergenceWeight(atStep: $0, stepsPerEpoch: 10) }
        #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(
            rising[0] > 0 && rising[0] < 0.2 && rising[10] > 0.9 && rising[10] < 1.1
                && rising[20...].allSatisfy { $0 == 2 })
        configuration.initialBeta = 6
        let falling = (0...25).map { configuration.divergenceWeight(atStep: $0, stepsPerEpoch: 10) }
        #expect(zip(falling, falling.dropFirst()).allSatisfy { $0 >= $1 } && falling[0] > 5.5 && falling[25] == 2)
    }

    @Test("The cosine ends at 0 with the last step; the step schedule falls at the end of its epochs")
    func learningRates() {
        var configuration = TrainingConfiguration()
        configuration.epochs = 4
        let cosine = configuration.learningRates(base: 1, stepsPerEpoch: 10)
        #expect(
            cosine.rate(atStep: 0) == 1 && abs(cosine.rate(atStep: 20) - 0.5) < 1e-6 && cosine.rate(atStep: 40) < 1e-6)
        configuration.schedule = .step
        configuration.decayEpochs = 2
        let steps = configuration.learningRates(base: 1, stepsPerEpoch: 10)
        #expect(steps.rate(atStep: 19) == 1 && steps.rate(atStep: 20) == 0.5)
    }
}
