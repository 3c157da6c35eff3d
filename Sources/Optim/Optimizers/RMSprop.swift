import CKernels
import SwiftletTensor

/// RMSprop (Tieleman and Hinton 2012), as `torch.optim.RMSprop`: the gradient is divided by the root of the running
/// mean of its squares, less the square of its running mean if centered.
public final class RMSprop: Optimizer {
    /// The decay of the running means.
    public var smoothing: Float
    /// The number added to the denominator.
    public var epsilon: Float
    /// The fraction of the momentum buffer that is kept at each step.
    public let momentum: Float
    /// Whether the gradient is normalized by an estimate of its variance.
    public let isCentered: Bool

    /// Creates an optimizer.
    public init(
        learningRate: LearningRateSchedule = 1e-2, smoothing: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0,
        isCentered: Bool = false, weightDecay: Float = 0, groups: [ParameterGroup] = []
    ) {
        (self.smoothing, self.epsilon) = (smoothing, epsilon)
        (self.momentum, self.isCentered) = (momentum, isCentered)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public override var stateNames: [String] {
        ["mean_square"] + (isCentered ? ["mean_gradient"] : []) + (momentum == 0 ? [] : ["momentum_buffer"])
    }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = ck_rmsprop_descriptor(
            learning_rate: step.learningRate, smoothing: smoothing, epsilon: epsilon, weight_decay: step.weightDecay,
            momentum: momentum, centered: isCentered, sums_squares: false)
        let (isCentered, hasMomentum) = (isCentered, momentum != 0)
        parameter.update("rmsprop", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_rmsprop_f32_update(
                context, &options, count, gradient, state[0], isCentered ? state[1] : nil,
                hasMomentum ? state[state.count - 1] : nil, parameter)
        }
    }
}
