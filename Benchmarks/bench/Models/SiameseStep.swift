import SwiftletNN
import SwiftletOptim
import SwiftletTensor

/// Two towers with shared weights on pictures of 100 x 100: three convolutions over reflected borders, each with ReLU and
/// batch norm, three linear layers; contrastive loss with margin 2, Adam 5e-4.
final class SiameseStep: TrainingStep {
    let batchSize: Int
    var modules: [any Module] { [tower] }
    private let tower: SiameseTower
    private let optimizer = Adam(learningRate: 5e-4)
    private var batches: ResidentBatches<(first: Tensor, second: Tensor, same: Tensor)>
    private static let residentBatches = 4

    init(batchSize: Int, in context: ComputeContext) throws {
        self.batchSize = batchSize
        tower = try SiameseTower().initialized(seed: 1, in: context)
        var random = RandomStream(seed: 1).child("data")
        let side = SiameseTower.side
        batches = ResidentBatches(count: Self.residentBatches) { _ in
            func pictures() -> Tensor {
                .uniform([batchSize, 1, side, side], 0, 1, using: &random, in: context)
            }
            let (first, second) = (pictures(), pictures())
            let same = (0..<batchSize).map { _ in Float(random.index(below: 2)) }
            return (first, second, Tensor(same, in: context))
        }
    }

    func run() throws -> Float {
        let batch = batches.take()
        let (loss, gradients) = try valueAndGradients(of: tower, random: RandomStream(seed: 1)) { pass in
            let (first, second) = tower(pass(batch.first), pass(batch.second))
            return contrastiveLoss(first, second, same: batch.same, margin: 2)
        }
        optimizer.step(gradients)
        return loss.item
    }

    func infer() -> Tensor {
        let batch = batches.take()
        let (first, second) = tower(batch.first, batch.second)
        return (first - second).sumOfSquares(axis: 1).sqrt()
    }

    var cost: StepCost {
        get throws {
            var cost = StepCost()
            let pictures = 2 * batchSize
            let positions = SiameseTower.side * SiameseTower.side
            for (index, channels) in SiameseTower.channels.enumerated() {
                cost.add(pictures * positions * 9 * channels.inputs * channels.outputs, index == 0 ? .first : .all)
            }
            for sizes in SiameseTower.linearSizes { cost.add(pictures * sizes.inputs * sizes.outputs) }
            try cost.addParameters(of: tower)
            return cost
        }
    }
}

private final class SiameseTower: Module {
    static let side = 100
    static let channels: [(inputs: Int, outputs: Int)] = [(1, 4), (4, 8), (8, 8)]
    static let linearSizes: [(inputs: Int, outputs: Int)] = [(8 * side * side, 500), (500, 500), (500, 5)]
    private let convolutions: Sequential
    private let head: Sequential

    init() {
        convolutions = Sequential(
            Self.channels.flatMap { channels -> [any Layer] in
                [
                    ReflectionPad2d(1),
                    Conv2d(channels.inputs, channels.outputs, kernelSize: 3, activation: .relu),
                    BatchNorm2d(channels.outputs),
                ]
            })
        head = Sequential(
            Self.linearSizes.enumerated().map { index, sizes in
                Linear(sizes.inputs, sizes.outputs, activation: index + 1 < Self.linearSizes.count ? .relu : .identity)
            })
    }

    /// The embeddings of both pictures of the pairs. Batch norm sees one tower's pictures at a time; the head, whose rows are
    /// independent, takes all of them at once, so that its 40 million weights are read once.
    func callAsFunction(_ first: Tensor, _ second: Tensor) -> (Tensor, Tensor) {
        let features = [first, second].map { convolutions($0).flattened() }
        let embeddings = head(Tensor.concatenated(features, axis: 0))
        let count = first.shape[0]
        return (
            embeddings.sliced(axis: 0, 0..<count), embeddings.sliced(axis: 0, count..<2 * count)
        )
    }
}
