import SwiftletNN
import SwiftletTensor

/// Adam (Kingma and Ba 2015) with bias correction, as `torch.optim.Adam`, and AdamW.
public class Adam: Optimizer {
    private struct Memory: ParameterMemory {
        var firstMoment: Tensor?
        var secondMoment: Tensor?
        static var fields: [(name: String, path: WritableKeyPath<Memory, Tensor?>)] {
            [("first_moment", \.firstMoment), ("second_moment", \.secondMoment)]
        }
    }

    /// Learning rate and options; they may change between steps.
    public var settings: AdamUpdate
    private var memory = OptimizerMemory<Memory>()

    /// An optimizer with the given options. The weight decay is added to the gradient.
    public init(
        learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0
    ) {
        settings = AdamUpdate(learningRate: learningRate)
        settings.beta1 = beta1
        settings.beta2 = beta2
        settings.epsilon = epsilon
        settings.weightDecay = weightDecay
    }

    /// Step size.
    public final var learningRate: Float {
        get { settings.learningRate }
        set { settings.learningRate = newValue }
    }

    /// Steps taken so far.
    public final var stepCount: Int { memory.stepCount }

    /// What a checkpoint must hold to go on from here.
    public final var state: OptimizerState { memory.state() }

    /// Takes one step.
    public final func step(_ gradients: Gradients) {
        memory.step(gradients) { value, gradient, memory, step in
            var first = memory.firstMoment.take() ?? .zeros(value.shape, in: value.context)
            var second = memory.secondMoment.take() ?? .zeros(value.shape, in: value.context)
            value.update(settings, step: step, gradient: gradient, firstMoment: &first, secondMoment: &second)
            (memory.firstMoment, memory.secondMoment) = (first, second)
        }
    }

    /// Goes on from a saved state; throws `OptimizerError` if it does not fit.
    public final func load(_ state: OptimizerState, for model: some Module) throws {
        try memory.load(state, for: model, required: ["first_moment", "second_moment"])
    }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`: each step also takes
/// learningRate * weightDecay of the parameter off it.
public final class AdamW: Adam {
    /// An optimizer with the given options.
    public override init(
        learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0.01
    ) {
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
        settings.decouplesWeightDecay = true
    }
}
