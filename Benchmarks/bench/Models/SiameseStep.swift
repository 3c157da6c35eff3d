import SwiftletAutodiff
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

    init(batchSize: Int, in context: ComputeContext) {
        self.batchSize = batchSize
        tower = SiameseTower(in: context)
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
            let (first, second) = tower(Variable(batch.first), Variable(batch.second), pass)
            return contrastiveLoss(first, second, same: batch.same, margin: 2)
        }
        optimizer.step(gradients)
        return loss.item
    }

    func infer() -> Tensor {
        let batch = batches.take()
        let (first, second) = tower(Variable(batch.first), Variable(batch.second), Pass(.evaluation))
        return (first.value - second.value).sumOfSquares(alongAxis: 1).squareRoot()
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

    init(in context: ComputeContext) {
        let random = RandomStream(seed: 1)
        convolutions = Sequential(
            Self.channels.enumerated().flatMap { index, channels -> [any Layer] in
                [
                    ReflectionPad2d(1),
                    Conv2d(
                        inputs: channels.inputs, outputs: channels.outputs, kernelSize: 3, activation: .relu,
                        random: random.child("convolution").child(index), in: context),
                    BatchNorm2d(channels: channels.outputs, in: context),
                ]
            })
        head = Sequential(
            Self.linearSizes.enumerated().map { index, sizes in
                Linear(
                    inputs: sizes.inputs, outputs: sizes.outputs,
                    activation: index + 1 < Self.linearSizes.count ? .relu : .identity,
                    random: random.child("linear").child(index), in: context)
            })
    }

    /// The embeddings of both pictures of the pairs. Batch norm sees one tower's pictures at a time; the head, whose rows are
    /// independent, takes all of them at once, so that its 40 million weights are read once.
    func callAsFunction(_ first: Variable, _ second: Variable, _ pass: Pass) -> (Variable, Variable) {
        let features = [first, second].map { convolutions($0, pass).flattened() }
        let embeddings = head(Variable.concatenated(features, alongAxis: 0), pass)
        let count = first.shape[0]
        return (
            embeddings.sliced(alongAxis: 0, 0..<count), embeddings.sliced(alongAxis: 0, count..<2 * count)
        )
    }
}
