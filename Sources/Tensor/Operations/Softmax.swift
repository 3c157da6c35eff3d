import CKernels

extension Tensor {
    /// The softmax over the last axis: exp(x) divided by its sum.
    public func softmax() -> Tensor {
        let (rows, classes) = lastAxisParts("softmax")
        return Tensor.filled(shape, in: context, KernelWork("softmax", reads: [shape])) { context, output in
            ck_softmax_f32_forward(context, rows, classes, base, output)
        }
    }

    /// The gradient of softmax at its input, from the gradient at this, its output.
    public func softmaxGradient(outputGradient: Tensor) -> Tensor {
        require(
            shape == outputGradient.shape,
            "softmax: a gradient of shape \(outputGradient.shape) for an output of shape \(shape)")
        let (rows, classes) = lastAxisParts("softmax")
        var work: KernelWork { KernelWork("softmax gradient", reads: [shape, shape]) }
        return Tensor.filled(shape, in: context, work) { context, inputGradient in
            ck_softmax_f32_backward(context, rows, classes, base, outputGradient.base, inputGradient)
        }
    }

    /// The cross-entropy between the softmax over the last axis and the right classes, in nats: logits [rows, classes] and
    /// labels [rows] to losses [rows]. With a `gradientScale` also the gradient at the logits, times that number.
    ///
    /// Throws `KernelError` for a label outside the classes.
    public func softmaxCrossEntropy(
        labels: IntTensor, gradientScale: Float? = nil
    ) throws -> (losses: Tensor, gradient: Tensor?) {
        require(
            shape.rank == 2 && labels.shape == [shape[0]],
            "cross-entropy: expected logits [rows, classes] and labels [rows], got \(shape) and \(labels.shape)")
        let (rows, classes) = lastAxisParts("cross-entropy")
        let losses = Tensor(uninitialized: labels.shape, in: context)
        let gradient = gradientScale == nil ? nil : Tensor(uninitialized: shape, in: context)
        var work: KernelWork {
            KernelWork(
                "cross-entropy", reads: [shape, labels.shape], writes: [losses.shape] + (gradient == nil ? [] : [shape])
            )
        }
        try context.runOnData(work) { context in
            ck_softmax_cross_entropy_f32(
                context, rows, classes, base, labels.base, gradientScale ?? 0, losses.mutableBase, gradient?.mutableBase
            )
        }
        return (losses, gradient)
    }

    private func lastAxisParts(_ name: String) -> (rows: Int64, classes: Int64) {
        require(shape.rank >= 1, "\(name): expected at least one axis, got the shape \(shape)")
        let parts = shape.parts(around: -1)
        return (Int64(parts.outer), Int64(parts.axis))
    }
}
