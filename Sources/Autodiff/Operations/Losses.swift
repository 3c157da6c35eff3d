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
    /// With `labelSmoothing` s (Szegedy et al. 2016) the right class is to have the probability 1 - s, and s is spread evenly
    /// over all classes. Throws `KernelError` for a label outside the classes.
    public func softmaxCrossEntropy(
        labels: IntTensor, labelSmoothing: Float = 0, reduction: LossReduction = .mean
    ) throws -> Variable {
        require(
            labelSmoothing >= 0 && labelSmoothing <= 1,
            "cross-entropy: label smoothing must be in 0...1, got \(labelSmoothing)")
        let hard = try hardCrossEntropy(labels, reduction)
        guard labelSmoothing > 0 else { return hard }
        // log p of a class is its logit less a term that all classes share, so the smooth target changes the loss by
        // s * (logit of the label - mean of the logits).
        let classes = shape[1]
        let weights = Tensor(shape: shape, in: value.context) { elements in
            elements.update(repeating: -labelSmoothing / Float(classes))
            for (row, label) in labels.elements.enumerated() { elements[row * classes + Int(label)] += labelSmoothing }
        }
        return hard + (self * Variable(weights)).sum() / reduction.divisor(labels.count)
    }

    private func hardCrossEntropy(_ labels: IntTensor, _ reduction: LossReduction) throws -> Variable {
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

    /// The cross-entropy between these probabilities and `targets`, both in 0...1, in nats; the mean is over all elements.
    ///
    /// Logarithms below -100 count as -100, and divisors of the gradient below 1e-12 as 1e-12, as in `torch.nn.BCELoss`. Where
    /// the probabilities are sigmoids, `binaryCrossEntropy` of the logits is more exact.
    public func binaryCrossEntropyOfProbabilities(targets: Tensor, reduction: LossReduction = .mean) -> Variable {
        let divisor = reduction.divisor(value.count)
        let (p, rest) = (value, 1 - value)
        let losses = targets * p.logarithm().maximum(-100) + (1 - targets) * rest.logarithm().maximum(-100)
        return Tape.record(losses.sum() / -divisor, from: [self]) { outputGradient in
            [(p - targets) / (p * rest).maximum(1e-12) * (outputGradient.item / divisor)]
        }
    }
}
