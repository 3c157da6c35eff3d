import SwiftletNN
import SwiftletTensor

/// Stochastic gradient descent, as `torch.optim.SGD`: with g = gradient + weightDecay * parameter and, if there is
/// momentum, b = momentum * b + (1 - dampening) * g (b = g at first), the parameter loses learningRate times g, b or
/// (Nesterov) g + momentum * b.
public final class SGD: Optimizer {
    private struct Memory: ParameterMemory {
        var momentumBuffer: Tensor?
        static var fields: [(name: String, path: WritableKeyPath<Memory, Tensor?>)] {
            [("momentum_buffer", \.momentumBuffer)]
        }
    }

    /// Learning rate and options; they may change between steps.
    public var settings: SGDUpdate
    private var memory = OptimizerMemory<Memory>()

    /// An optimizer with the given options. Nesterov's form needs momentum and no dampening.
    public init(
        learningRate: Float, momentum: Float = 0, dampening: Float = 0, nesterov: Bool = false, weightDecay: Float = 0
    ) {
        precondition(
            !nesterov || (momentum > 0 && dampening == 0), "Nesterov's form needs momentum and no dampening")
        settings = SGDUpdate(learningRate: learningRate)
        settings.momentum = momentum
        settings.dampening = dampening
        settings.nesterov = nesterov
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
            value.update(settings, gradient: gradient, momentumBuffer: &memory.momentumBuffer)
        }
    }

    /// Goes on from a saved state; throws `OptimizerError` if it does not fit.
    public func load(_ state: OptimizerState, for model: some Module) throws {
        try memory.load(state, for: model, required: settings.momentum == 0 ? [] : ["momentum_buffer"])
    }
}
