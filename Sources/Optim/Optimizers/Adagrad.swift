import CKernels
import SwiftletTensor

/// Adagrad (Duchi et al. 2011), as `torch.optim.Adagrad`: the gradient is divided by the root of the sum of its squares.
public final class Adagrad: Optimizer {
    /// The number added to the denominator.
    public var epsilon: Float
    private let initialSum: Float

    /// Creates an optimizer whose sums of squares start at `initialSum`.
    public init(
        learningRate: LearningRateSchedule = 1e-2, epsilon: Float = 1e-10, initialSum: Float = 0,
        weightDecay: Float = 0, groups: [ParameterGroup] = []
    ) {
        (self.epsilon, self.initialSum) = (epsilon, initialSum)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public override var stateNames: [String] { ["sum_of_squares"] }

    public override func initialValue(ofState name: String) -> Float { initialSum }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        var options = ck_rmsprop_descriptor(
            learning_rate: step.learningRate, smoothing: 1, epsilon: epsilon, weight_decay: step.weightDecay,
            momentum: 0, centered: false, sums_squares: true)
        parameter.update("adagrad", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
            ck_rmsprop_f32_update(context, &options, count, gradient, state[0], nil, nil, parameter)
        }
    }
}
