import CKernels
import SwiftletTensor

/// Adadelta (Zeiler 2012), as `torch.optim.Adadelta`: the gradient is scaled by the ratio of the running root mean
/// squares of past updates and of past gradients.
public final class Adadelta: Optimizer {
    /// The decay of the running means.
    public var rho: Float
    /// The number added under the roots.
    public var epsilon: Float

    /// Creates an optimizer; the learning rate is a factor on the update that the method finds.
    public init(
        learningRate: LearningRateSchedule = 1, rho: Float = 0.9, epsilon: Float = 1e-6, weightDecay: Float = 0,
        groups: [ParameterGroup] = []
    ) {
        (self.rho, self.epsilon) = (rho, epsilon)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public override var stateNames: [String] { ["mean_square", "mean_square_update"] }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = ck_adadelta_descriptor(
            learning_rate: step.learningRate, rho: rho, epsilon: epsilon, weight_decay: step.weightDecay)
        parameter.update("adadelta", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_adadelta_f32_update(context, &options, count, gradient, state[0], state[1], parameter)
        }
    }
}
