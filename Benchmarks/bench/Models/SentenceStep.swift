import SwiftletNN
import SwiftletOptim
import SwiftletTensor

/// Sentence classification (Kim 2014): an embedding that is trained densely, parallel temporal convolutions with ReLU, the
/// maximum or average over time, dropout, two logits; cross-entropy, Adam.
final class SentenceStep: TrainingStep {
    let batchSize: Int
    var modules: [any Module] { [model] }
    private let model: SentenceNetwork
    private let optimizer = Adam()
    private var batches: ResidentBatches<(words: IntTensor, labels: IntTensor)>
    private static let length = 64
    private static let residentBatches = 64

    init(
        kernelSizes: [Int], averages: Bool = false, dropout: Float = 0, batchSize: Int, in context: ComputeContext
    ) throws {
        self.batchSize = batchSize
        model = try SentenceNetwork(kernelSizes: kernelSizes, averages: averages, dropout: dropout)
            .initialized(seed: 1, in: context)
        var random = RandomStream(seed: 1).child("data")
        batches = ResidentBatches(count: Self.residentBatches) { _ in
            func drawn(_ count: Int, below bound: Int, _ shape: Shape) -> IntTensor {
                IntTensor((0..<count).map { _ in Int32(random.index(below: bound)) }, shape: shape, in: context)
            }
            return (
                drawn(batchSize * Self.length, below: SentenceNetwork.vocabulary, [batchSize, Self.length]),
                drawn(batchSize, below: 2, [batchSize])
            )
        }
    }

    func run() throws -> Float {
        let batch = batches.take()
        let random = RandomStream(seed: 1).child(optimizer.stepCount)
        let (loss, gradients) = try valueAndGradients(of: model, random: random) { pass in
            try model(pass(batch.words)).softmaxCrossEntropy(labels: batch.labels)
        }
        optimizer.step(gradients)
        return loss.item
    }

    func infer() throws -> Tensor { try model(batches.take().words) }

    var cost: StepCost {
        get throws {
            var cost = StepCost()
            for kernelSize in model.kernelSizes {
                let positions = batchSize * (Self.length - kernelSize + 1)
                cost.add(positions * kernelSize * SentenceNetwork.dimension * SentenceNetwork.filters)
            }
            cost.add(batchSize * model.kernelSizes.count * SentenceNetwork.filters * 2)
            try cost.addParameters(of: model)
            return cost
        }
    }
}

private final class SentenceNetwork: Module {
    static let (vocabulary, dimension, filters) = (20_000, 300, 100)
    let kernelSizes: [Int]
    private let embedding: Embedding
    private let convolutions: [Conv1d]
    private let dropout: Dropout?
    private let output: Linear
    private let averages: Bool

    init(kernelSizes: [Int], averages: Bool, dropout: Float) {
        self.kernelSizes = kernelSizes
        self.averages = averages
        embedding = Embedding(Self.vocabulary, Self.dimension)
        convolutions = kernelSizes.map {
            Conv1d(Self.dimension, Self.filters, kernelSize: $0, activation: .relu)
        }
        self.dropout = dropout > 0 ? Dropout(rate: dropout) : nil
        output = Linear(Self.filters * kernelSizes.count, 2)
    }

    func callAsFunction(_ words: IntTensor) throws -> Tensor {
        let vectors = try embedding(words).transposed()
        let pooled = convolutions.map {
            averages ? $0(vectors).globalAveragePool() : $0.globalMaxPool(vectors)
        }
        let features = pooled.count == 1 ? pooled[0] : Tensor.concatenated(pooled, axis: 1)
        return output(dropout?(features) ?? features)
    }
}
