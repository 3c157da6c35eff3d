import CKernels
import SwiftletTensor

/// Lion (Chen et al. 2023): the parameter loses learningRate times the sign of beta1 * m + (1 - beta1) * gradient, then
/// the momentum m becomes beta2 * m + (1 - beta2) * gradient. Its learning rate is 3 to 10 times smaller than Adam's.
public final class Lion: Optimizer {
    /// The decay of the momentum in the update.
    public var beta1: Float
    /// The decay of the momentum that is kept.
    public var beta2: Float

    /// Creates an optimizer. The weight decay acts on the parameter, as AdamW's.
    public init(
        learningRate: LearningRateSchedule = 1e-4, beta1: Float = 0.9, beta2: Float = 0.99, weightDecay: Float = 0,
        groups: [ParameterGroup] = []
    ) {
        (self.beta1, self.beta2) = (beta1, beta2)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public override var stateNames: [String] { ["momentum_buffer"] }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = ck_lion_descriptor(
            learning_rate: step.learningRate, beta1: beta1, beta2: beta2, weight_decay: step.weightDecay)
        parameter.update("lion", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_lion_f32_update(context, &options, count, gradient, state[0], parameter)
        }
    }
}
