import SwiftletTensor

/// A training step of one of the models that `bench step` measures: gradients of a loss on a batch, and the optimizer's update.
protocol TrainingStep: AnyObject {
    /// Samples a step.
    var batchSize: Int { get }
    /// What a step needs at least.
    var cost: StepCost { get throws }
    /// Takes a step on the next of the resident batches; the loss before it.
    func run() throws -> Float
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
