import SwiftletTensor

/// How the losses of a batch become one number.
public enum LossReduction: Sendable {
    /// Their mean.
    case mean
    /// Their sum.
    case sum

    /// What the sum of the losses is divided by.
    func divisor(_ count: Int) -> Float { self == .mean ? Float(count) : 1 }
}

extension Variable {
    /// The softmax over the last axis.
    public func softmax() -> Variable {
        let output = value.softmax()
        return Tape.record(output, from: [self]) { [output.softmaxGradient(outputGradient: $0)] }
    }

    /// The cross-entropy between the softmax of these logits [rows, classes] and the labels [rows], in nats; the mean is over
    /// rows. The gradient comes with the loss in one pass, if these logits are tracked.
    ///
    /// Throws `KernelError` for a label outside the classes.
    public func softmaxCrossEntropy(labels: IntTensor, reduction: LossReduction = .mean) throws -> Variable {
        let divisor = reduction.divisor(labels.count)
        let (losses, gradient) = try value.softmaxCrossEntropy(
            labels: labels, gradientScale: isTracked ? 1 / divisor : nil)
        return Tape.record(losses.sum() / divisor, from: [self]) { outputGradient in
            [gradient.map { $0 * outputGradient.item }]
        }
    }

    /// The cross-entropy between the sigmoid of these logits and `targets` in 0...1, softplus(x) - x * y, in nats; the mean is
    /// over all elements.
    public func binaryCrossEntropy(targets: Tensor, reduction: LossReduction = .mean) -> Variable {
        let divisor = reduction.divisor(value.count)
        let logits = value
        let losses = logits.softplus() - logits * targets
        return Tape.record(losses.sum() / divisor, from: [self]) { outputGradient in
            [(logits.sigmoid() - targets) * (outputGradient.item / divisor)]
        }
    }

    /// The squared difference from `target`, of the same shape; the mean is over all elements.
    public func meanSquaredError(_ target: Variable, reduction: LossReduction = .mean) -> Variable {
        (self - target).squared().sum() / reduction.divisor(value.count)
    }
}
