import Foundation
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@testable import ExperimentSupport

@Suite("The classifier's network computes what PyTorch does")
struct ClassifierGoldenTests {
    private let initial: GoldenCase

    init() throws { initial = try Self.golden("initial") }

    private static func golden(_ name: String) throws -> GoldenCase {
        try #require(try GoldenFile.cases("image-classifier", prefix: name, in: .module).first)
    }

    /// The network of the goldens with its first weights.
    private func network(in context: ComputeContext) throws -> ClassifierNetwork {
        let network = try ClassifierNetwork(
            channels: 3, height: 9, width: 8, classes: 4, widths: .init(first: 4, second: 6, third: 5, hidden: 7)
        ).initialized(seed: 1, in: context)
        var state: [String: Tensor] = [:]
        for name in initial.tensors.keys where name.hasPrefix("state.") {
            state[String(name.dropFirst("state.".count))] = try initial.tensor(name, in: context)
        }
        try network.load(state)
        return network
    }

    /// Logits, loss and gradients of a batch in training.
    private func pass(
        _ network: ClassifierNetwork, batch: Int, in context: ComputeContext
    ) throws -> (logits: Tensor, loss: Tensor, gradients: Gradients) {
        let pictures = (try initial.tensor("pictures_\(batch)", in: context))
        let labels = try initial.integers("labels_\(batch)", in: context)
        var logits: Tensor?
        let (loss, gradients) = try valueAndGradients(of: network, random: RandomStream(seed: 1)) { pass in
            let result = network.logits(ofFeatures: network.features(pass(pictures)))
            logits = result.detached
            return try result.softmaxCrossEntropy(labels: labels)
        }
        return (try #require(logits), loss, gradients)
    }

    @Test("Features, logits, loss and every gradient", arguments: ["reference", "generic", "auto"])
    func gradients(kernels: String) throws {
        let context = try ComputeContext(threads: 1, kernels: kernels)
        let network = try network(in: context)
        let expected = try Self.golden("gradients")
        let pictures = (try initial.tensor("pictures_0", in: context))
        expectClose(
            network.features(pictures), try expected.golden("features"), "features")
        let (logits, loss, gradients) = try pass(network, batch: 0, in: context)
        expectClose(logits, try expected.golden("logits"), "logits")
        expectClose(loss.reshaped(to: [1]), try expected.golden("loss"), "loss")
        #expect(gradients.entries.count == expected.tensors.keys.filter { $0.hasPrefix("gradient.") }.count)
        for (name, _, gradient) in gradients.entries {
            expectClose(gradient, try expected.golden("gradient.\(name)"), "gradient of \(name)")
        }
    }

    @Test("Ten steps of training: the loss of each, weights and running statistics after the last")
    func training() throws {
        let context = try ComputeContext(threads: 1)
        let network = try network(in: context)
        let expected = try Self.golden("training")
        let optimizer = AdamW(
            learningRate: .constant(Float(try expected.option("lr"))),
            weightDecay: Float(try expected.option("weight_decay")))
        var losses: [Float] = []
        for step in 0..<10 {
            let (_, loss, gradients) = try pass(network, batch: step % 2, in: context)
            losses.append(loss.item)
            optimizer.step(gradients)
        }
        expectClose(Tensor(losses, in: context), try expected.golden("losses"), tolerance: 1e-4, "losses")
        for (name, value) in try network.stateDictionary() {
            expectClose(value, try expected.golden("final.\(name)"), tolerance: 1e-4, name)
        }
    }
}
