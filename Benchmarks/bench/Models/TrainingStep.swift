import SwiftletNN
import SwiftletTensor

/// A training step of one of the models that are measured: gradients of a loss on a batch, and the optimizer's update. Also
/// the model's use without training.
protocol TrainingStep: AnyObject {
    /// Samples a step.
    var batchSize: Int { get }
    /// What is trained.
    var modules: [any Module] { get }
    /// What a step needs at least.
    var cost: StepCost { get throws }
    /// Takes a step on the next of the resident batches; the loss before it.
    func run() throws -> Float
    /// What the model as it is makes of the next of the resident batches: logits, distances or pictures.
    func infer() throws -> Tensor
}

/// Batches that stay in memory, used in turn.
struct ResidentBatches<Batch> {
    private let batches: [Batch]
    private var next = 0

    init(count: Int, _ make: (Int) throws -> Batch) rethrows { batches = try (0..<count).map(make) }

    mutating func take() -> Batch {
        defer { next = (next + 1) % batches.count }
        return batches[next]
    }
}
