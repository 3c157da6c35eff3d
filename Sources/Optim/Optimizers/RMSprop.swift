import SwiftletNN
import SwiftletTensor

/// RMSprop (Tieleman and Hinton 2012), as `torch.optim.RMSprop`: the gradient is divided by the root of the running
/// mean of its squares, less the square of its running mean if centered.
public final class RMSprop: Optimizer {
    private struct Memory: ParameterMemory {
        var meanSquare: Tensor?
        var meanGradient: Tensor?
        var momentumBuffer: Tensor?
        static var fields: [(name: String, path: WritableKeyPath<Memory, Tensor?>)] {
            [
                ("mean_square", \.meanSquare), ("mean_gradient", \.meanGradient),
                ("momentum_buffer", \.momentumBuffer),
            ]
        }
    }

    /// Learning rate and options; they may change between steps.
    public var settings: RMSpropUpdate
    private var memory = OptimizerMemory<Memory>()

    /// An optimizer with the given options.
    public init(
        learningRate: Float = 1e-2, smoothing: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0,
        isCentered: Bool = false, weightDecay: Float = 0
    ) {
        settings = RMSpropUpdate(learningRate: learningRate)
        settings.smoothing = smoothing
        settings.epsilon = epsilon
        settings.momentum = momentum
        settings.isCentered = isCentered
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
            value.update(
                settings, gradient: gradient, meanSquare: &meanSquare, meanGradient: &memory.meanGradient,
                momentumBuffer: &memory.momentumBuffer)
            memory.meanSquare = meanSquare
        }
    }

    /// Goes on from a saved state; throws `OptimizerError` if it does not fit.
    public func load(_ state: OptimizerState, for model: some Module) throws {
        var required: Set = ["mean_square"]
        if settings.isCentered { required.insert("mean_gradient") }
        if settings.momentum != 0 { required.insert("momentum_buffer") }
        try memory.load(state, for: model, required: required)
    }
}
