import Foundation
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@testable import CVAEExperiment

private func golden(_ name: String) throws -> GoldenCase {
    try #require(try GoldenFile.cases("cvae", prefix: name, in: .module).first)
}

/// A network of the goldens with its first weights, the two batches and the noise of ten steps.
private struct GoldenNetwork {
    let model: PictureModel
    let context: ComputeContext
    private let data: GoldenCase
    private let initial: GoldenCase

    init(_ kind: ModelKind, kernels: String) throws {
        context = try ComputeContext(threads: 1, kernels: kernels)
        data = try golden("batches")
        initial = try golden("\(kind) initial")
        var configuration = ModelConfiguration(kind: kind)
        switch kind {
        case .mlp: (configuration.hidden, configuration.latent) = ([12], 4)
        case .conv: (configuration.channels, configuration.latent) = ([3, 4], 3)
        }
        model = try PictureModel(configuration, smallFormat, .grey, random: RandomStream(seed: 1), in: context)
        var state: [String: Tensor] = [:]
        for name in initial.tensors.keys where !name.hasPrefix("noise_") {
            state[name] = try initial.tensor(name, in: context)
        }
        try model.network.load(state)
    }

    /// The batch of a step.
    func batch(_ step: Int) throws -> PictureBatch {
        let pictures = try data.golden("pictures_\(step % 2)")
        return PictureBatch(
            count: pictures.shape[0], pictures: pictures.data.map { Float($0) },
            labels: try data.golden("labels_\(step % 2)").data.map { Int32($0) },
            noise: try initial.golden("noise_\(step)").data.map { Float($0) })
    }
}

@Suite("The networks compute what PyTorch does")
struct CVAEGoldenTests {
    @Test(
        "Means, log variances, logits, both parts of the bound", arguments: ModelKind.allCases, ["reference", "auto"])
    func bound(kind: ModelKind, kernels: String) throws {
        let network = try GoldenNetwork(kind, kernels: kernels)
        let expected = try golden("\(kind) bound")
        let (batch, context) = (try network.batch(0), network.context)
        let classes = oneHot(batch.labels, classes: 3, in: context)
        let (mean, logVariance) = network.model.network.encode(
            batch.pictureTensor(in: context), classes: classes)
        expectClose(mean, try expected.golden("mean"), "mean")
        expectClose(logVariance, try expected.golden("log_variance"), "log variance")
        let latent = reparametrized(mean: mean, logVariance: logVariance, noise: batch.noiseTensor(in: context))
        let logits = network.model.network.decode(latent, classes: classes)
        expectClose(logits, try expected.golden("logits"), "logits")
        let bound = network.model.evidenceLowerBound(batch)
        expectClose(bound.logLikelihood, try expected.golden("log_likelihood"), "log-likelihood")
        expectClose(bound.divergence, try expected.golden("divergence"), "divergence")
    }

    @Test("The loss with beta, and every gradient", arguments: ModelKind.allCases, ["reference", "auto"])
    func gradients(kind: ModelKind, kernels: String) throws {
        let network = try GoldenNetwork(kind, kernels: kernels)
        let expected = try golden("\(kind) bound")
        let batch = try network.batch(0)
        let beta = Float(try expected.option("beta"))
        let (loss, gradients) = try valueAndGradients(of: network.model.network, random: RandomStream(seed: 1)) {
            network.model.evidenceLowerBound(batch, $0).loss(beta: beta)
        }
        expectClose(loss.reshaped(to: [1]), try expected.golden("loss"), "loss")
        let names = expected.tensors.keys.filter { $0.hasPrefix("gradient.") }.map { String($0.dropFirst(9)) }
        #expect(Set(names) == Set(gradients.entries.map(\.name)))
        for name in names {
            expectClose(try #require(gradients[name]), try expected.golden("gradient.\(name)"), "gradient of \(name)")
        }
    }

    @Test("The trainer takes the same ten steps", arguments: ModelKind.allCases)
    func training(kind: ModelKind) throws {
        let network = try GoldenNetwork(kind, kernels: "auto")
        let expected = try golden("\(kind) training")
        var configuration = TrainingConfiguration()
        configuration.learningRate = Float(try expected.option("lr"))
        configuration.schedule = .constant
        configuration.warmUpEpochs = 0
        let trainer = try CVAETrainer(network.model, configuration, stepsPerEpoch: 2)
        let losses = try (0..<10).map { Float(try #require(try trainer.step(network.batch($0)).loss)) }
        expectClose(Tensor(losses, in: network.context), try expected.golden("losses"), "losses")
        for (name, value) in try network.model.network.stateDictionary() {
            expectClose(value, try expected.golden("final.\(name)"), name)
        }
    }
}
