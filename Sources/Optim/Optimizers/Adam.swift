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
    /// Whether the largest mean of squares so far stands in for the current one (Reddi et al. 2018).
    public final let amsGrad: Bool

    /// Creates an optimizer. The weight decay is added to the gradient.
    public init(
        learningRate: LearningRateSchedule = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0, amsGrad: Bool = false, groups: [ParameterGroup] = []
    ) {
        (self.beta1, self.beta2, self.epsilon, self.amsGrad) = (beta1, beta2, epsilon, amsGrad)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public final override var stateNames: [String] {
        ["first_moment", "second_moment"] + (amsGrad ? ["largest_second_moment"] : [])
    }

    /// What the kernel is told of a step.
    func options(_ step: ParameterStep) -> ck_adam_descriptor {
        ck_adam_descriptor(
            learning_rate: step.learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weight_decay: step.weightDecay, decoupled_weight_decay: false, step: Int64(step.number),
            form: CK_ADAM_STANDARD, amsgrad: amsGrad, momentum_decay: 0)
    }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = options(step)
        parameter.update("adam", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_adam_f32_update(
                context, &options, count, gradient, state[0], state[1], state.count > 2 ? state[2] : nil, parameter)
        }
    }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`: each step also takes
/// learningRate * weightDecay of the parameter off it.
public final class AdamW: Adam {
    /// Creates an optimizer.
    public override init(
        learningRate: LearningRateSchedule = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0.01, amsGrad: Bool = false, groups: [ParameterGroup] = []
    ) {
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
            amsGrad: amsGrad, groups: groups)
    }

    override func options(_ step: ParameterStep) -> ck_adam_descriptor {
        var options = super.options(step)
        options.decoupled_weight_decay = true
        return options
    }
}

/// Adam with Nesterov's form of momentum (Dozat 2016), as `torch.optim.NAdam`. The momentum of step t is
/// beta1 * (1 - 0.96^(t * momentumDecay) / 2).
public final class NAdam: Adam {
    /// How fast the momentum rises.
    public var momentumDecay: Float

    /// Creates an optimizer. The weight decay is added to the gradient.
    public init(
        learningRate: LearningRateSchedule = 2e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0, momentumDecay: Float = 4e-3, groups: [ParameterGroup] = []
    ) {
        self.momentumDecay = momentumDecay
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
            groups: groups)
    }

    override func options(_ step: ParameterStep) -> ck_adam_descriptor {
        var options = super.options(step)
        (options.form, options.momentum_decay) = (CK_ADAM_NESTEROV, momentumDecay)
        return options
    }
}

/// Adam that needs no warm-up (Liu et al. 2020), as `torch.optim.RAdam`: an update is scaled by what is known of the
/// variance of its second moment, and is the first moment itself at the first steps, when that is too little.
public final class RAdam: Adam {
    /// Creates an optimizer. The weight decay is added to the gradient.
    public init(
        learningRate: LearningRateSchedule = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0, groups: [ParameterGroup] = []
    ) {
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
            groups: groups)
    }

    override func options(_ step: ParameterStep) -> ck_adam_descriptor {
        var options = super.options(step)
        options.form = CK_ADAM_RECTIFIED
        return options
    }
}
