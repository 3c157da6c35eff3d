import CKernels

extension Tensor {
    /// The sum of all elements, of shape [].
    public func sum() -> Tensor { reduced(CK_REDUCE_SUM, parts: (1, count, 1), to: []) }

    /// The sums along an axis, which disappears.
    public func sum(alongAxis axis: Int) -> Tensor { reduced(CK_REDUCE_SUM, alongAxis: axis) }

    /// The mean of all elements, of shape [].
    public func mean() -> Tensor { sum() / Float(count) }

    /// The means along an axis, which disappears.
    public func mean(alongAxis axis: Int) -> Tensor { sum(alongAxis: axis) / Float(shape[axis]) }

    /// The largest element, of shape []; there must be one.
    public func maximum() -> Tensor { reduced(CK_REDUCE_MAXIMUM, parts: (1, count, 1), to: []) }

    /// The largest elements along an axis, which disappears.
    public func maximum(alongAxis axis: Int) -> Tensor { reduced(CK_REDUCE_MAXIMUM, alongAxis: axis) }

    /// The smallest element, of shape []; there must be one.
    public func minimum() -> Tensor { reduced(CK_REDUCE_MINIMUM, parts: (1, count, 1), to: []) }

    /// The smallest elements along an axis, which disappears.
    public func minimum(alongAxis axis: Int) -> Tensor { reduced(CK_REDUCE_MINIMUM, alongAxis: axis) }

    /// The sum of the squares of all elements, of shape [].
    public func sumOfSquares() -> Tensor { reduced(CK_REDUCE_SUM_OF_SQUARES, parts: (1, count, 1), to: []) }

    /// The sums of the squares along an axis, which disappears.
    public func sumOfSquares(alongAxis axis: Int) -> Tensor { reduced(CK_REDUCE_SUM_OF_SQUARES, alongAxis: axis) }

    /// The sums over all axes but one, as for the channels of [N, C, H, W]: a vector of the size of that axis.
    public func sum(aroundAxis axis: Int) -> Tensor {
        let parts = shape.parts(around: axis)
        var descriptor = Self.reduceDescriptor(parts)
        return Tensor.filled([parts.axis], in: context, KernelWork("sum around axis", reads: [shape])) {
            context, output in
            ck_reduce_around_axis_f32(context, CK_REDUCE_SUM, &descriptor, base, 0, output)
        }
    }

    /// The position of the largest element along an axis, which disappears; the first of equals. NaN counts as largest.
    public func argmax(alongAxis axis: Int) -> IntTensor {
        let output = IntTensor(uninitialized: shape.removing(axis: axis), in: context)
        var descriptor = Self.reduceDescriptor(shape.parts(around: axis))
        var work: KernelWork { KernelWork("argmax", reads: [shape], writes: [output.shape]) }
        context.run(work) { ck_argmax_f32($0, &descriptor, base, output.mutableBase) }
        return output
    }

    private func reduced(_ operation: ck_reduce_operation, alongAxis axis: Int) -> Tensor {
        reduced(operation, parts: shape.parts(around: axis), to: shape.removing(axis: axis))
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
        case CK_REDUCE_MAXIMUM: "maximum"
        case CK_REDUCE_MINIMUM: "minimum"
        case CK_REDUCE_SUM_OF_SQUARES: "sum of squares"
        default: "sum"
        }
    }

    private static func reduceDescriptor(_ parts: (outer: Int, axis: Int, inner: Int)) -> ck_reduce_descriptor {
        ck_reduce_descriptor(outer: Int64(parts.outer), axis: Int64(parts.axis), inner: Int64(parts.inner))
    }
}
