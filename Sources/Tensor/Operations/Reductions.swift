import CKernels

// Reductions over all axes, one or several; the axes disappear, or have the size 1 with `keepDims`.

extension Tensor {
    /// The sum of all elements, of shape [].
    public func sum() -> Tensor { sum(axes: Array(0..<shape.rank)) }

    /// The sums along an axis.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor { sum(axes: [axis], keepDims: keepDims) }

    /// The sums over some axes.
    public func sum(axes: [Int], keepDims: Bool = false) -> Tensor {
        let indices = shape.axisIndices(axes, "sum")
        let (inputShape, kept) = (shape, shape.reducing(indices, keepDims: true))
        let output = summed(indices).shaped(shape.reducing(indices, keepDims: keepDims))
        return Tape.record(output, from: [self]) { [$0.reshaped(to: kept).broadcast(to: inputShape)] }
    }

    /// The mean of all elements, of shape [].
    public func mean() -> Tensor { sum() / Float(count) }

    /// The means along an axis.
    public func mean(axis: Int, keepDims: Bool = false) -> Tensor { mean(axes: [axis], keepDims: keepDims) }

    /// The means over some axes.
    public func mean(axes: [Int], keepDims: Bool = false) -> Tensor {
        let count = shape.count(ofAxes: axes, "mean")
        return sum(axes: axes, keepDims: keepDims) / Float(count)
    }

    /// The largest element, of shape []; there must be one. Equals share its gradient, as for all maxima and minima.
    public func max() -> Tensor { max(axes: Array(0..<shape.rank)) }

    /// The largest elements along an axis.
    public func max(axis: Int, keepDims: Bool = false) -> Tensor { max(axes: [axis], keepDims: keepDims) }

    /// The largest elements over some axes.
    public func max(axes: [Int], keepDims: Bool = false) -> Tensor {
        extremum(CK_REDUCE_MAXIMUM, axes, keepDims, "max")
    }

    /// The smallest element, of shape []; there must be one.
    public func min() -> Tensor { min(axes: Array(0..<shape.rank)) }

    /// The smallest elements along an axis.
    public func min(axis: Int, keepDims: Bool = false) -> Tensor { min(axes: [axis], keepDims: keepDims) }

    /// The smallest elements over some axes.
    public func min(axes: [Int], keepDims: Bool = false) -> Tensor {
        extremum(CK_REDUCE_MINIMUM, axes, keepDims, "min")
    }

    private func extremum(
        _ operation: ck_reduce_operation, _ axes: [Int], _ keepDims: Bool, _ name: String
    ) -> Tensor {
        let indices = shape.axisIndices(axes, name)
        require(
            indices.allSatisfy { shape[$0] > 0 }, "\(name): the axes \(axes) of \(shape) have no elements")
        let kept = shape.reducing(indices, keepDims: true)
        let output = reduced(operation, indices).shaped(shape.reducing(indices, keepDims: keepDims))
        return Tape.record(output, from: [self]) { [self] gradient, output in
            let isEqual = (detached .== output.detached.reshaped(to: kept)).floats()
            return [gradient.reshaped(to: kept) * (isEqual / isEqual.sum(axes: indices, keepDims: true))]
        }
    }

    /// The sum of the squares of all elements, of shape [].
    public func sumOfSquares() -> Tensor { sumOfSquares(axes: Array(0..<shape.rank)) }

    /// The sums of the squares along an axis.
    public func sumOfSquares(axis: Int, keepDims: Bool = false) -> Tensor {
        sumOfSquares(axes: [axis], keepDims: keepDims)
    }

    /// The sums of the squares over some axes.
    public func sumOfSquares(axes: [Int], keepDims: Bool = false) -> Tensor {
        let indices = shape.axisIndices(axes, "sumOfSquares")
        let kept = shape.reducing(indices, keepDims: true)
        let output = reduced(CK_REDUCE_SUM_OF_SQUARES, indices).shaped(shape.reducing(indices, keepDims: keepDims))
        return Tape.record(output, from: [self]) { [self] in [self * $0.reshaped(to: kept) * 2] }
    }

    /// The index of the largest element among all, row by row, of shape []; the first of equals. NaN counts as largest.
    public func argmax() -> IntTensor { shaped([count]).positions(0, false, "argmax", ck_argmax_f32).on(tape) }

    /// The index of the largest element along an axis; the first of equals. NaN counts as largest.
    public func argmax(axis: Int, keepDims: Bool = false) -> IntTensor {
        positions(axis, keepDims, "argmax", ck_argmax_f32)
    }

    /// The index of the smallest element among all, row by row, of shape []; the first of equals. NaN counts as
    /// smallest.
    public func argmin() -> IntTensor { shaped([count]).positions(0, false, "argmin", ck_argmin_f32).on(tape) }

    /// The index of the smallest element along an axis; the first of equals. NaN counts as smallest.
    public func argmin(axis: Int, keepDims: Bool = false) -> IntTensor {
        positions(axis, keepDims, "argmin", ck_argmin_f32)
    }

    private func positions(
        _ axis: Int, _ keepDims: Bool, _ name: String,
        _ kernel:
            @escaping (
                OpaquePointer?, UnsafePointer<ck_reduce_descriptor>?, UnsafePointer<Float>?,
                UnsafeMutablePointer<Int32>?
            ) -> ck_status
    ) -> IntTensor {
        let index = shape.axisIndices([axis], name)
        require(shape[axis] > 0, "\(name): axis \(axis) of a tensor of shape \(shape) has no elements")
        var descriptor = Self.reduceDescriptor(shape.parts(around: axis))
        let result = shape.reducing(index, keepDims: keepDims)
        return IntTensor.filled(result, in: context, KernelWork(name, reads: [shape])) { context, output in
            kernel(context, &descriptor, base, output)
        }.on(tape)
    }
}

extension Tensor {
    /// The sums of the elements that are broadcast to each element of `target`: the gradient of broadcasting.
    func summed(to target: Shape) -> Tensor {
        if shape == target { return self }
        let missing = shape.rank - target.rank
        let axes = (0..<shape.rank).filter { $0 < missing || (target[$0 - missing] == 1 && shape[$0] != 1) }
        return sum(axes: axes, keepDims: true).reshaped(to: target)
    }

    /// Sums over axes, whose sizes become 1 in no particular shape.
    private func summed(_ axes: [Int]) -> Tensor {
        guard axes.count > 1, let kept = shape.onlyAxis(besides: axes) else { return reduced(CK_REDUCE_SUM, axes) }
        return summed(aroundAxis: kept)
    }

    /// The sums over all axes but one, as for the channels of [N, C, H, W]; nothing is recorded.
    private func summed(aroundAxis axis: Int) -> Tensor {
        var descriptor = Self.reduceDescriptor(shape.parts(around: axis))
        return Tensor.filled([shape[axis]], in: context, KernelWork("sum around axis", reads: [shape])) {
            context, output in
            ck_reduce_around_axis_f32(context, CK_REDUCE_SUM, &descriptor, base, 0, output)
        }
    }

    /// The gradient of a bias, which is a vector along an axis.
    func biasGradient(axis: Int = 1) -> Tensor {
        isTracked ? sum(axes: (0..<shape.rank).filter { $0 != axis }) : summed(aroundAxis: axis)
    }

    /// Reduces runs of adjacent axes, the last first.
    func reduced(_ operation: ck_reduce_operation, _ axes: [Int]) -> Tensor {
        var (result, operation, rest) = (self, operation, axes)
        while let last = rest.last {
            var first = last
            while rest.last == first {
                rest.removeLast()
                if rest.last == first - 1 { first -= 1 }
            }
            let outer = result.shape.count(of: 0..<first)
            let axis = result.shape.count(of: first..<(last + 1))
            let inner = result.shape.count(of: (last + 1)..<result.shape.rank)
            let shape = result.shape.reducing(Array(first...last), keepDims: true)
            result = result.reduced(operation, parts: (outer, axis, inner), to: shape)
            if operation == CK_REDUCE_SUM_OF_SQUARES { operation = CK_REDUCE_SUM }
        }
        if axes.isEmpty && operation == CK_REDUCE_SUM_OF_SQUARES { return detached.squared() }
        return result
    }

    private func reduced(
        _ operation: ck_reduce_operation, parts: (outer: Int, axis: Int, inner: Int), to result: Shape
    ) -> Tensor {
        var descriptor = Self.reduceDescriptor(parts)
        var work: KernelWork { KernelWork(Self.name(of: operation), reads: [shape]) }
        return Tensor.filled(result, in: context, work) { context, output in
            ck_reduce_axis_f32(context, operation, &descriptor, base, output)
        }
    }

    private static func name(of operation: ck_reduce_operation) -> String {
        switch operation {
        case CK_REDUCE_MAXIMUM: "max"
        case CK_REDUCE_MINIMUM: "min"
        case CK_REDUCE_PRODUCT: "product"
        case CK_REDUCE_SUM_OF_SQUARES: "sum of squares"
        default: "sum"
        }
    }

    private static func reduceDescriptor(_ parts: (outer: Int, axis: Int, inner: Int)) -> ck_reduce_descriptor {
        ck_reduce_descriptor(outer: Int64(parts.outer), axis: Int64(parts.axis), inner: Int64(parts.inner))
    }
}

extension Shape {
    /// The only axis, of more than one, that is not among `axes`.
    fileprivate func onlyAxis(besides axes: [Int]) -> Int? {
        axes.count == rank - 1 ? (0..<rank).first { !axes.contains($0) } : nil
    }

    /// How many elements positions along these axes have.
    func count(ofAxes axes: [Int], _ operation: String) -> Int {
        axisIndices(axes, operation).reduce(1) { $0 * self[$1] }
    }
}
