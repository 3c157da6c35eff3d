import SwiftletNN
import SwiftletTensor

/// Adadelta (Zeiler 2012), as `torch.optim.Adadelta`: the gradient is scaled by the ratio of the running root mean
/// squares of past updates and of past gradients.
public final class Adadelta: Optimizer {
    private struct Memory: ParameterMemory {
        var meanSquare: Tensor?
        var meanSquareUpdate: Tensor?
        static var fields: [(name: String, path: WritableKeyPath<Memory, Tensor?>)] {
            [("mean_square", \.meanSquare), ("mean_square_update", \.meanSquareUpdate)]
        }
    }

    /// Learning rate and options; they may change between steps.
    public var settings: AdadeltaUpdate
    private var memory = OptimizerMemory<Memory>()

    /// An optimizer with the given options.
    public init(learningRate: Float = 1, rho: Float = 0.9, epsilon: Float = 1e-6, weightDecay: Float = 0) {
        settings = AdadeltaUpdate()
        settings.learningRate = learningRate
        settings.rho = rho
        settings.epsilon = epsilon
        settings.weightDecay = weightDecay
    }

    /// Step size.
    public var learningRate: Float {
        get { settings.learningRate }
        set { settings.learningRate = newValue }
    }

    /// Steps taken so far.
    public var stepCount: Int { memory.stepCount }

    /// What a checkpoint must hold to go on from here.
    public var state: OptimizerState { memory.state() }

    /// Takes one step.
    public func step(_ gradients: Gradients) {
        memory.step(gradients) { value, gradient, memory, _ in
            var meanSquare = memory.meanSquare.take() ?? .zeros(value.shape, in: value.context)
            var meanSquareUpdate = memory.meanSquareUpdate.take() ?? .zeros(value.shape, in: value.context)
            value.update(
                settings, gradient: gradient, meanSquare: &meanSquare, meanSquareUpdate: &meanSquareUpdate)
            (memory.meanSquare, memory.meanSquareUpdate) = (meanSquare, meanSquareUpdate)
        }
    }

    /// Goes on from a saved state; throws `OptimizerError` if it does not fit.
    public func load(_ state: OptimizerState, for model: some Module) throws {
        try memory.load(state, for: model, required: ["mean_square", "mean_square_update"])
    }
}
