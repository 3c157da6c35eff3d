import SwiftletTensor

/// Adam for large batches (You et al. 2020): the update of each parameter, weight decay included, is scaled to the
/// parameter's norm, unless one of the two norms is 0.
public final class LAMB: Adam {
    /// Creates an optimizer. The weight decay acts on the parameter.
    public init(
        learningRate: LearningRateSchedule = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-6,
        weightDecay: Float = 0.01, groups: [ParameterGroup] = []
    ) {
        super.init(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
            groups: groups)
    }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        // A step of Adam from 0 with the rate 1 is the negative of its update.
        var change = Tensor.zeros(parameter.shape, in: parameter.context)
        super.update(
            &change, gradient: gradient, state: &state,
            ParameterStep(number: step.number, learningRate: 1, weightDecay: 0))
        if step.weightDecay != 0 { change.add(parameter, scaledBy: -step.weightDecay) }
        let (size, length) = (parameter.norm, change.norm)
        parameter.add(change, scaledBy: step.learningRate * (size > 0 && length > 0 ? size / length : 1))
    }
}

extension Tensor {
    fileprivate var norm: Float { sumOfSquares().item.squareRoot() }
}
