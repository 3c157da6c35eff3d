import CKernels

extension Tensor {
    /// The softmax over an axis: exp(x) divided by its sum.
    public func softmax(axis: Int = -1) -> Tensor { alongLast(axis, "softmax") { $0.softmaxOfRows() } }

    /// The logarithm of the softmax over an axis, computed without overflow: x - logSumExp(x).
    public func logSoftmax(axis: Int = -1) -> Tensor { self - logSumExp(axis: axis, keepDims: true) }

    /// The logarithm of the sum of exp(x) over an axis, computed without overflow.
    public func logSumExp(axis: Int, keepDims: Bool = false) -> Tensor { logSumExp(axes: [axis], keepDims: keepDims) }

    /// The logarithm of the sum of exp(x) over some axes, computed without overflow.
    public func logSumExp(axes: [Int], keepDims: Bool = false) -> Tensor {
        let indices = shape.axisIndices(axes, "logSumExp")
        require(indices.allSatisfy { shape[$0] > 0 }, "logSumExp: the axes \(axes) of \(shape) have no elements")
        // Infinities cancel nothing: they are left to the exponential.
        let largest = detached.max(axes: indices, keepDims: true)
        let offset = largest.filling(0, where: largest.abs() .== .infinity)
        let sum = (detached - offset).exp().sum(axes: indices, keepDims: true)
        let (kept, result) = (sum.shape, shape.reducing(indices, keepDims: keepDims))
        return Tape.record((sum.log() + offset).shaped(result), from: [self]) { [self] gradient in
            // The softmax, which is 0 where all is minus infinity.
            let exponentials = (self - offset).exp()
            let sum = exponentials.sum(axes: indices, keepDims: true)
            return [gradient.reshaped(to: kept) * (exponentials / sum.filling(1, where: sum.detached .== 0))]
        }
    }

    private func softmaxOfRows() -> Tensor {
        let (rows, classes) = rowParts
        let output = Tensor.filled(shape, in: context, KernelWork("softmax", reads: [shape])) { context, output in
            ck_softmax_f32_forward(context, rows, classes, base, output)
        }
        return Tape.record(output, from: [self]) { gradient, output in
            if gradient.isTracked || output.isTracked {
                return [output * (gradient - (gradient * output).sum(axis: -1, keepDims: true))]
            }
            var work: KernelWork { KernelWork("softmax gradient", reads: [output.shape, output.shape]) }
            return [
                Tensor.filled(output.shape, in: output.context, work) { context, inputGradient in
                    ck_softmax_f32_backward(context, rows, classes, output.base, gradient.base, inputGradient)
                }
            ]
        }
    }

    /// The losses of `softmaxCrossEntropy` and, with a `gradientScale`, their gradient times that number; nothing is recorded.
    func crossEntropy(
        labels: IntTensor, gradientScale: Float?
    ) throws -> (losses: Tensor, gradient: Tensor?) {
        require(
            shape.rank == 2 && labels.shape == [shape[0]],
            "cross-entropy: expected logits [rows, classes] and labels [rows], got \(shape) and \(labels.shape)")
        let (rows, classes) = rowParts
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

    private var rowParts: (rows: Int64, columns: Int64) {
        let parts = shape.parts(around: -1)
        return (Int64(parts.outer), Int64(parts.axis))
    }

    /// What `body` makes of this tensor with an axis exchanged for the last, in the order as before.
    func alongLast(_ axis: Int, _ name: String, _ body: (Tensor) -> Tensor) -> Tensor {
        require(shape.rank >= 1, "\(name): expected at least one axis, got the shape \(shape)")
        let index = shape.axisIndex(axis, name)
        return index == shape.rank - 1 ? body(self) : body(swappedAxes(index, -1)).swappedAxes(index, -1)
    }
}
