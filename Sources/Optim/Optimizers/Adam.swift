import CKernels
import SwiftletTensor

/// Adam (Kingma and Ba 2015) with bias correction, as `torch.optim.Adam`.
public class Adam: Optimizer {
    /// The decay of the running mean of gradients.
    public final var beta1: Float
    /// The decay of the running mean of their squares.
    public final var beta2: Float
    /// The number added to the denominator.
    public final var epsilon: Float

    /// Creates an optimizer. The weight decay is added to the gradient.
    public init(
        learningRate: LearningRateSchedule = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0, groups: [ParameterGroup] = []
    ) {
        (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public final override var stateNames: [String] { ["first_moment", "second_moment"] }

    /// What the kernel does at a step.
    func options(_ step: ParameterStep) -> ck_adam_descriptor {
        ck_adam_descriptor(
            learning_rate: step.learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weight_decay: step.weightDecay, decoupled_weight_decay: false, step: Int64(step.number))
    }

    public final override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = options(step)
        parameter.update("adam", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_adam_f32_update(context, &options, count, gradient, state[0], state[1], parameter)
        }
    }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`: each step also takes
/// learningRate * weightDecay of the parameter off it.
public final class AdamW: Adam {
    /// Creates an optimizer.
    public override init(
        learningRate: LearningRateSchedule = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0.01, groups: [ParameterGroup] = []
    ) {
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
            groups: groups)
    }

    override func options(_ step: ParameterStep) -> ck_adam_descriptor {
        var options = super.options(step)
        options.decoupled_weight_decay = true
        return options
    }
}
