import Foundation
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import SiameseExperiment

/// A network of the goldens with its first weights and two batches.
private struct GoldenNetwork {
    let context: ComputeContext
    let configuration: ModelConfiguration
    let tower: any Tower
    let data: GoldenCase

    init(_ kind: ModelConfiguration.Kind, kernels: String) throws {
        context = try ComputeContext(threads: 1, kernels: kernels)
        data = try golden("batches \(kind)")
        var configuration = ModelConfiguration(kind)
        configuration.size = try data.size("size")
        configuration.width = try data.size("width")
        configuration.embeddingDimension = try data.size("dimension")
        self.configuration = configuration
        tower = try configuration.makeTower(random: RandomStream(seed: 1), in: context)
        let initial = try golden("initial \(kind)")
        var state: [String: Tensor] = [:]
        for name in initial.tensors.keys { state[name] = try initial.tensor(name, in: context) }
        try tower.load(state)
    }

    func batch(_ number: Int) throws -> PairBatch {
        func values(_ name: String) throws -> [Float] { try data.golden(name).data.map { Float($0) } }
        return PairBatch(
            first: try values("first_\(number)"), second: try values("second_\(number)"), same: try values("same"))
    }

    /// The trainer of a single epoch of ten steps.
    func trainer() throws -> SiameseTrainer {
        var training = TrainingConfiguration()
        training.epochs = 1
        training.batchSize = 4
        training.pairsPerEpoch = 40
        training.learningRate = Float(try data.option("lr"))
        training.weightDecay = Float(try data.option("weight_decay"))
        training.margin = Float(try data.option("margin"))
        return SiameseTrainer(tower, size: configuration.size, training)
    }
}

private func golden(_ name: String) throws -> GoldenCase {
    try #require(try GoldenFile.cases("siamese", prefix: name, in: .module).first)
}

@Suite("Both networks compute what PyTorch does")
struct SiameseGoldenTests {
    static let kinds = ModelConfiguration.Kind.allCases

    @Test("The state has PyTorch's names", arguments: kinds)
    func stateNames(kind: ModelConfiguration.Kind) throws {
        let network = try GoldenNetwork(kind, kernels: "auto")
        #expect(try Set(network.tower.stateDictionary().map(\.name)) == Set(golden("initial \(kind)").tensors.keys))
    }

    @Test("Embeddings in evaluation mode", arguments: kinds, ["reference", "auto"])
    func evaluation(kind: ModelConfiguration.Kind, kernels: String) throws {
        let network = try GoldenNetwork(kind, kernels: kernels)
        let pictures = (try network.data.tensor("first_0", in: network.context))
        let embeddings = network.tower(pictures)
        expectClose(embeddings, try golden("evaluation \(kind)").golden("embeddings"), "embeddings")
    }

    @Test("Embeddings of both towers, the loss and every gradient", arguments: kinds, ["reference", "generic", "auto"])
    func gradients(kind: ModelConfiguration.Kind, kernels: String) throws {
        let network = try GoldenNetwork(kind, kernels: kernels)
        let expected = try golden("gradients \(kind)")
        let trainer = try network.trainer()
        let (loss, gradients) = try trainer.lossAndGradients(network.batch(0)) { first, second in
            do {
                expectClose(first, try expected.golden("first"), "embeddings of the first tower")
                expectClose(second, try expected.golden("second"), "embeddings of the second tower")
            } catch {
                Issue.record("\(error)")
            }
        }
        expectClose(loss.reshaped(to: [1]), try expected.golden("loss"), "loss")
        for (name, _) in try network.tower.namedParameters() {
            let gradient = try #require(gradients[name])
            expectClose(gradient, try expected.golden("gradient.\(name)"), "gradient of \(name)")
        }
    }

    @Test("Ten steps of the trainer: the loss of each, and weights and statistics after the last", arguments: kinds)
    func training(kind: ModelConfiguration.Kind) throws {
        let network = try GoldenNetwork(kind, kernels: "auto")
        let expected = try golden("training \(kind)")
        let trainer = try network.trainer()
        let losses = try (0..<10).map { Float(try #require(try trainer.step(network.batch($0 % 2)).loss)) }
        expectClose(Tensor(losses, in: network.context), try expected.golden("losses"), "losses")
        for (name, value) in try network.tower.stateDictionary() {
            expectClose(value, try expected.golden("final.\(name)"), name)
        }
    }
}
