import CKernels
import SwiftletNN
import SwiftletTensor

/// Muon (Jordan 2024): the momentum of a matrix is replaced by the nearest orthogonal matrix, which five Newton-Schulz steps
/// approximate, and scaled to the size of AdamW's updates (Liu et al. 2025), as
/// `torch.optim.Muon(adjust_lr_fn="match_rms_adamw")` in 32 bits.
///
/// Filters are matrices of one row for each index of the first axis. Parameters of rank 0 and 1, and those that `adamW`
/// names, take the steps of AdamW at the same learning rate; embeddings and the last layer are usually among them.
///
///     Muon(learningRate: 1e-3, adamW: ["embedding.*", "head.*"])
public final class Muon: Optimizer {
    /// The fraction of the momentum buffer that is kept at each step.
    public let momentum: Float
    /// Whether momentum has Nesterov's form.
    public let nesterov: Bool
    /// The decay of AdamW's running mean of gradients.
    public let beta1: Float
    /// The decay of AdamW's running mean of squares.
    public let beta2: Float
    private let others: ParameterGroup

    /// Creates an optimizer. In the patterns of `adamW`, `*` stands for any characters. The weight decay acts on the
    /// parameter.
    public init(
        learningRate: LearningRateSchedule = 1e-3, momentum: Float = 0.95, nesterov: Bool = true,
        weightDecay: Float = 0.1, adamW patterns: [String] = [], beta1: Float = 0.9, beta2: Float = 0.999,
        groups: [ParameterGroup] = []
    ) {
        (self.momentum, self.nesterov, self.beta1, self.beta2) = (momentum, nesterov, beta1, beta2)
        others = ParameterGroup(patterns: patterns)
        super.init(learningRate: learningRate, weightDecay: weightDecay, groups: groups)
    }

    public override func stateNames(of parameter: Parameter, named name: String) -> [String] {
        parameter.value.shape.rank < 2 || others.contains(name, parameter)
            ? ["first_moment", "second_moment"] : ["momentum_buffer"]
    }

    public override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        if state.count == 2 {
            var options = ck_adam_descriptor(
                learning_rate: step.learningRate, beta1: beta1, beta2: beta2, epsilon: 1e-8,
                weight_decay: step.weightDecay, decoupled_weight_decay: true, step: Int64(step.number),
                form: CK_ADAM_STANDARD, amsgrad: false, momentum_decay: 0)
            parameter.update("adam", gradient: gradient, state: &state) { context, count, gradient, state, parameter in
                ck_adam_f32_update(context, &options, count, gradient, state[0], state[1], nil, parameter)
            }
            return
        }
        state[0].scale(by: momentum)
        state[0].add(gradient, scaledBy: 1 - momentum)
        var direction = state[0]
        if nesterov {
            direction.scale(by: momentum)
            direction.add(gradient, scaledBy: 1 - momentum)
        }
        let rows = parameter.shape[0]
        let columns = parameter.count / max(rows, 1)
        let change = direction.reshaped(to: [rows, columns]).orthogonalized().reshaped(to: parameter.shape)
        parameter.scale(by: 1 - step.learningRate * step.weightDecay)
        parameter.add(change, scaledBy: -0.2 * Float(max(rows, columns)).squareRoot() * step.learningRate)
    }
}

extension Tensor {
    /// A matrix with about the same singular vectors and singular values near 1.
    fileprivate func orthogonalized() -> Tensor {
        let isWide = shape[0] <= shape[1]
        let norm = sumOfSquares().item.squareRoot()
        var matrix = self
        matrix.scale(by: 1 / Swift.max(norm, 1e-7))
        for _ in 0..<5 {
            let gram = matrix.matmul(matrix, transposingSelf: !isWide, transposingOther: isWide)
            var factor = gram.matmul(gram)
            factor.scale(by: 2.0315)
            factor.add(gram, scaledBy: -4.775)
            var next = isWide ? factor.matmul(matrix) : matrix.matmul(factor)
            next.add(matrix, scaledBy: 3.4445)
            matrix = next
        }
        return matrix
    }
}
