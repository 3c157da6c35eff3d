import SwiftletNN
import SwiftletTensor

private let bestName = "best"

extension TrainingState {
    /// The model of the best epoch, if an epoch is done; `found` is called while `module` is that model. Throws
    /// `ModuleError` if it does not fit, and what `found` throws.
    public func best(of module: some Module, found: () throws -> Void) throws -> ModuleSnapshot? {
        guard progress.summary.bestEpoch != nil else { return nil }
        let best = ModuleSnapshot(tensors(as: bestName))
        try best.during(module, found)
        return best
    }
}

extension TrainingStates {
    /// Writes the state of a trainer, and the model of the best epoch if there is one. Throws `RunError` or `ModuleError`.
    public func save(_ progress: LoopProgress, of trainer: some SingleModelTrainer, best: ModuleSnapshot? = nil) throws
    {
        var state = try TrainingState(progress)
        try trainer.save(to: &state)
        if let best { state.add(best.values, as: bestName) }
        try save(state)
    }
}
