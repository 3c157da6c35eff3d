import SwiftletNN
import SwiftletOptim

/// A trainer of one model by one optimizer, perhaps with an average of its parameters: what it must remember is always the
/// same.
public protocol SingleModelTrainer {
    /// What is trained.
    var module: any Module { get }
    /// What changes it.
    var optimizer: Optimizer { get }
    /// The average that it is judged by, if there is one.
    var average: ExponentialMovingAverage? { get }
}

extension SingleModelTrainer {
    /// Adds what the trainer must remember. Throws `ModuleError`.
    public func save(to state: inout TrainingState) throws {
        try state.add(module, as: "model")
        state.add(optimizer.state, as: "optimizer")
        if let average { state.add(average.state, as: "average") }
    }

    /// Goes on from a state. Throws `ModuleError`, `OptimizerError` or `RunError` if it does not fit.
    public func load(from state: TrainingState) throws {
        try state.load(module, as: "model")
        try optimizer.load(state.optimizerState(as: "optimizer"), for: module)
        try average?.load(state.optimizerState(as: "average"))
    }

    /// Calls `body` while the model has the parameters that it is judged by: the averaged ones, if there are any.
    public func withEvaluationParameters<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let average else { return try body() }
        return try average.withAverages(body)
    }
}
