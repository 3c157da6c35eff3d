/// How the losses of a batch become one number.
public enum LossReduction: Sendable {
    /// Their mean.
    case mean
    /// Their sum.
    case sum

    /// What the sum of the losses is divided by.
    package func divisor(_ count: Int) -> Float { self == .mean ? Float(count) : 1 }
}

extension Tensor {
    /// The cross-entropy between the softmax of these logits [rows, classes] and the labels [rows], in nats; the mean is over
    /// rows. The gradient comes with the loss in one pass, if these logits are tracked.
    ///
    /// With `labelSmoothing` s (Szegedy et al. 2016) the right class is to have the probability 1 - s, and s is spread evenly
    /// over all classes. Throws `KernelError` for a label outside the classes.
    public func softmaxCrossEntropy(
        labels: IntTensor, labelSmoothing: Float = 0, reduction: LossReduction = .mean
    ) throws -> Tensor {
        require(
            labelSmoothing >= 0 && labelSmoothing <= 1,
            "cross-entropy: label smoothing must be in 0...1, got \(labelSmoothing)")
        let hard = try hardCrossEntropy(labels, reduction)
        guard labelSmoothing > 0 else { return hard }
        // log p of a class is its logit less a term that all classes share, so the smooth target changes the loss by
        // s * (logit of the label - mean of the logits).
        let weights = oneHot(labels) { isLabel, classes in
            (isLabel ? labelSmoothing : 0) - labelSmoothing / Float(classes)
        }
        return hard + (self * weights).sum() / reduction.divisor(labels.count)
    }

    private func hardCrossEntropy(_ labels: IntTensor, _ reduction: LossReduction) throws -> Tensor {
        let divisor = reduction.divisor(labels.count)
        let (losses, gradient) = try crossEntropy(labels: labels, gradientScale: isTracked ? 1 / divisor : nil)
        return Tape.record(losses.sum() / divisor, from: [self]) { [self] outputGradient in
            if outputGradient.isTracked || isTracked {
                let targets = oneHot(labels) { isLabel, _ in isLabel ? 1 : 0 }
                return [(softmax() - targets) * (outputGradient / divisor)]
            }
            return [gradient.map { $0 * outputGradient.item }]
        }.following(labels)
    }

    /// A constant of this shape [rows, classes], by whether an element is that of its row's label.
    private func oneHot(_ labels: IntTensor, _ value: (_ isLabel: Bool, _ classes: Int) -> Float) -> Tensor {
        let classes = shape[1]
        return Tensor(shape: shape, in: context) { elements in
            elements.update(repeating: value(false, classes))
            for (row, label) in labels.elements.enumerated() {
                elements[row * classes + Int(label)] = value(true, classes)
            }
        }
    }

    /// The cross-entropy between the sigmoid of these logits and `targets` in 0...1, softplus(x) - x * y, in nats; the mean is
    /// over all elements. The targets are constants.
    public func binaryCrossEntropy(targets: Tensor, reduction: LossReduction = .mean) -> Tensor {
        let (divisor, logits, targets) = (reduction.divisor(count), detached, targets.detached)
        let losses = logits.softplus() - logits * targets
        return Tape.record(losses.sum() / divisor, from: [self]) { [self] gradient in
            [(sigmoid() - targets) * (gradient / divisor)]
        }
    }

    /// The cross-entropy between these probabilities and `targets`, both in 0...1, in nats; the mean is over all elements. The
    /// targets are constants.
    ///
    /// Logarithms below -100 count as -100, and divisors of the gradient below 1e-12 as 1e-12, as in `torch.nn.BCELoss`. Where
    /// the probabilities are sigmoids, `binaryCrossEntropy` of the logits is more exact.
    public func binaryCrossEntropyOfProbabilities(targets: Tensor, reduction: LossReduction = .mean) -> Tensor {
        let (divisor, targets) = (reduction.divisor(count), targets.detached)
        let (p, rest) = (detached, 1 - detached)
        let losses = targets * p.log().maximum(-100) + (1 - targets) * rest.log().maximum(-100)
        return Tape.record(losses.sum() / -divisor, from: [self]) { [self] gradient in
            [(self - targets) / (self * (1 - self)).maximum(1e-12) * (gradient / divisor)]
        }
    }
}
