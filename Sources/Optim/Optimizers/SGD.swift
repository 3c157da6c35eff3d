import CKernels
import SwiftletTensor

/// Stochastic gradient descent, as `torch.optim.SGD`: with g = gradient + weightDecay * parameter and, if there is
/// momentum, b = momentum * b + (1 - dampening) * g (b = g at first), the parameter loses learningRate times g, b or
/// (Nesterov) g + momentum * b.
public final class SGD: Optimizer {
    /// The fraction of the momentum buffer that is kept at each step.
    public let momentum: Float
    /// The fraction of the gradient that does not enter the momentum buffer.
    public let dampening: Float
    /// Whether momentum has Nesterov's form.
    public let nesterov: Bool

    /// Creates an optimizer. Nesterov's form needs momentum and no dampening.
    public init(
        learningRate: LearningRateSchedule, momentum: Float = 0, dampening: Float = 0, nesterov: Bool = false,
        weightDecay: Float = 0, groups: [ParameterGroup] = []
    ) {
        require(
            !nesterov || (momentum > 0 && dampening == 0),
            "SGD: Nesterov's form needs momentum and no dampening, got \(momentum) and \(dampening)")
        (self.momentum, self.dampening, self.nesterov) = (momentum, dampening, nesterov)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public override var stateNames: [String] { momentum == 0 ? [] : ["momentum_buffer"] }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = ck_sgd_descriptor(
            learning_rate: step.learningRate, momentum: momentum, dampening: dampening, nesterov: nesterov,
            weight_decay: step.weightDecay, is_first_step: step.number == 1)
        parameter.update("sgd", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_sgd_f32_update(context, &options, count, gradient, state.first, parameter)
        }
    }
}
