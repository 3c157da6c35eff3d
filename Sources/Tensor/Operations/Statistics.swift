import CKernels

// Products, variances, norms and running sums, over all axes, one or several as in Reductions.swift.

extension Tensor {
    /// The product of all elements, of shape []; 1 if there is none.
    public func prod() -> Tensor { prod(axes: Array(0..<shape.rank)) }

    /// The products along an axis.
    public func prod(axis: Int, keepDims: Bool = false) -> Tensor { prod(axes: [axis], keepDims: keepDims) }

    /// The products over some axes.
    public func prod(axes: [Int], keepDims: Bool = false) -> Tensor {
        let indices = shape.axisIndices(axes, "prod")
        let result = shape.reducing(indices, keepDims: keepDims)
        return Tape.record(reduced(CK_REDUCE_PRODUCT, indices).shaped(result), from: [self]) { [self] gradient in
            // The quotient of the product and an element would be 0 / 0 where elements are 0.
            let isDifferentiated = isTracked || gradient.isTracked
            return gradients(
                through: { $0[0].halved(indices).reshaped(to: result) },
                at: [isDifferentiated ? self : detached],
                outputGradient: isDifferentiated ? gradient : gradient.detached)
        }
    }

    /// The products over some axes, which come first, by products of one half with the other.
    private func halved(_ axes: [Int]) -> Tensor {
        let others = (0..<shape.rank).filter { !axes.contains($0) }
        let size = axes.reduce(1) { $0 * shape[$1] }
        let rest = Shape(others.map { shape[$0] })
        var factors = permuted(axes + others).reshaped(to: [size, rest.count])
        while factors.shape[0] > 1 {
            let half = factors.shape[0] / 2
            let product = factors.sliced(axis: 0, 0..<half) * factors.sliced(axis: 0, half..<(2 * half))
            factors =
                factors.shape[0] == 2 * half
                ? product
                : .concatenated([product, factors.sliced(axis: 0, (2 * half)..<(2 * half + 1))], axis: 0)
        }
        return size == 0 ? .ones(rest, in: context) : factors.reshaped(to: rest)
    }

    /// The variance of all elements, of shape []: the squared deviations from the mean, summed and divided by their
    /// number minus `correction`. It is not finite if there are no more elements than that.
    public func variance(correction: Int = 1) -> Tensor {
        variance(axes: Array(0..<shape.rank), correction: correction)
    }

    /// The variances along an axis.
    public func variance(axis: Int, correction: Int = 1, keepDims: Bool = false) -> Tensor {
        variance(axes: [axis], correction: correction, keepDims: keepDims)
    }

    /// The variances over some axes.
    public func variance(axes: [Int], correction: Int = 1, keepDims: Bool = false) -> Tensor {
        let count = shape.count(ofAxes: axes, "variance")
        let deviations = self - mean(axes: axes, keepDims: true)
        return deviations.sumOfSquares(axes: axes, keepDims: keepDims) / Float(Swift.max(count - correction, 0))
    }

    /// The square root of the variance of all elements, of shape []. Its derivative is 0 where it is 0.
    public func standardDeviation(correction: Int = 1) -> Tensor { variance(correction: correction).lengths() }

    /// The square roots of the variances along an axis.
    public func standardDeviation(axis: Int, correction: Int = 1, keepDims: Bool = false) -> Tensor {
        standardDeviation(axes: [axis], correction: correction, keepDims: keepDims)
    }

    /// The square roots of the variances over some axes.
    public func standardDeviation(axes: [Int], correction: Int = 1, keepDims: Bool = false) -> Tensor {
        variance(axes: axes, correction: correction, keepDims: keepDims).lengths()
    }

    /// The norm of all elements, of shape []: of order 1 the sum of their absolute values, of order 2 the square root
    /// of the sum of squares, of order `.infinity` the largest absolute value. Its derivative is 0 where it is 0.
    public func norm(_ order: Float = 2) -> Tensor { norm(order, axes: Array(0..<shape.rank)) }

    /// The norms along an axis.
    public func norm(_ order: Float = 2, axis: Int, keepDims: Bool = false) -> Tensor {
        norm(order, axes: [axis], keepDims: keepDims)
    }

    /// The norms over some axes.
    public func norm(_ order: Float = 2, axes: [Int], keepDims: Bool = false) -> Tensor {
        let indices = shape.axisIndices(axes, "norm")
        switch order {
        case 1: return abs().sum(axes: indices, keepDims: keepDims)
        case 2: return sumOfSquares(axes: indices, keepDims: keepDims).lengths()
        case .infinity: return abs().max(axes: indices, keepDims: keepDims)
        default: fatalError("norm: expected the order 1, 2 or infinity, got \(order)")
        }
    }

    /// Square roots whose derivative at 0 is 0, as that of a length should be.
    private func lengths() -> Tensor {
        Tape.record(detached.sqrt(), from: [self]) { gradient, output in
            [gradient * (0.5 / output.filling(.infinity, where: output.detached .== 0))]
        }
    }

    /// The sums of each element and those before it along an axis or, if `reversed`, those after it.
    public func cumsum(axis: Int, reversed: Bool = false) -> Tensor {
        let index = shape.axisIndex(axis)
        let (outer, size, inner) = shape.parts(around: index)
        var work: KernelWork { KernelWork("cumulative sum", reads: [shape]) }
        let output = Tensor.filled(shape, in: context, work) { context, output in
            ck_cumulative_sum_f32(context, Int64(outer), Int64(size), Int64(inner), reversed, base, output)
        }
        return Tape.record(output, from: [self]) { [$0.cumsum(axis: index, reversed: !reversed)] }
    }
}
