import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import SwiftletTrain

/// One training step after the other: both towers, contrastive loss, gradients, update.
final class SiameseTrainer: SingleModelTrainer {
    private let tower: any Tower
    private let size: Int
    private let configuration: TrainingConfiguration
    let optimizer: Optimizer
    let average: ExponentialMovingAverage? = nil
    var module: any Module { tower }
    private var context: ComputeContext { tower.head.weight.value.context }

    init(_ tower: any Tower, size: Int, _ configuration: TrainingConfiguration) {
        self.tower = tower
        self.size = size
        self.configuration = configuration
        let steps = configuration.epochs * configuration.stepsPerEpoch
        optimizer = AdamW(
            learningRate: .cosine(from: configuration.learningRate, to: 0, steps: steps),
            weightDecay: configuration.weightDecay)
    }

    /// Trains on a batch; its loss before the update, and the mean distance of its pairs of each kind.
    func step(_ batch: PairBatch) throws -> Metrics {
        var means: [String: Double] = [:]
        let (loss, gradients) = try lossAndGradients(batch) { first, second in
            means = Self.meanDistances(first, second, same: batch.same)
        }
        optimizer.step(gradients)
        means["loss"] = Double(loss.item)
        return Metrics(means: means, count: batch.count)
    }

    /// The loss of a batch and its gradients; `observe` is called with the embeddings of both pictures of the pairs.
    func lossAndGradients(
        _ batch: PairBatch, observe: (_ first: Tensor, _ second: Tensor) -> Void
    ) throws -> (value: Tensor, gradients: Gradients) {
        let shape: Shape = [batch.count, 1, size, size]
        let first = Tensor(batch.first, shape: shape, in: context)
        let second = Tensor(batch.second, shape: shape, in: context)
        let same = Tensor(batch.same, in: context)
        return try finiteValueAndGradients(
            of: tower, random: RandomStream(seed: 0), checksGradients: configuration.skipBadSteps > 0
        ) { pass in
            // Two calls of one module: the towers share their weights, and batch norm sees one tower's pictures at a time.
            let (left, right) = (tower(pass(first)), tower(pass(second)))
            observe(left, right)
            return contrastiveLoss(left, right, same: same, margin: configuration.margin)
        }
    }

    private static func meanDistances(_ first: Tensor, _ second: Tensor, same: [Float]) -> [String: Double] {
        let distances = (first - second).squared().sum(axis: 1).sqrt().elements
        func mean(_ flag: Float) -> Double {
            let chosen = zip(distances, same).filter { $0.1 == flag }.map { Double($0.0) }
            return chosen.reduce(0, +) / Double(max(chosen.count, 1))
        }
        return ["same_distance": mean(1), "different_distance": mean(0)]
    }
}
