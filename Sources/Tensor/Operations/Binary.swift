import CKernels

/// A function of two elements.
public enum BinaryOperation: Equatable, Sendable {
    /// a + b.
    case add
    /// a - b.
    case subtract
    /// a * b.
    case multiply
    /// a / b.
    case divide
    /// The larger of the two; NaN if one of them is.
    case maximum
    /// The smaller of the two; NaN if one of them is.
    case minimum

    private var code: ck_binary_operation {
        switch self {
        case .add: return CK_BINARY_ADD
        case .subtract: return CK_BINARY_SUBTRACT
        case .multiply: return CK_BINARY_MULTIPLY
        case .divide: return CK_BINARY_DIVIDE
        case .maximum: return CK_BINARY_MAXIMUM
        case .minimum: return CK_BINARY_MINIMUM
        }
    }

    /// Combines `a`, seen as [outer, axis, inner], with a vector of `axis` values.
    fileprivate func apply(
        _ a: Tensor, _ b: UnsafePointer<Float>, _ parts: (outer: Int, axis: Int, inner: Int)
    ) -> Tensor {
        var broadcast = ck_broadcast(outer: Int64(parts.outer), axis: Int64(parts.axis), inner: Int64(parts.inner))
        var work: KernelWork {
            KernelWork("\(self)", reads: parts.inner == a.count ? [a.shape] : [a.shape, [parts.axis]])
        }
        return Tensor.filled(a.shape, in: a.context, work) { context, output in
            ck_binary_f32(context, code, &broadcast, a.base, b, output)
        }
    }
}

extension Tensor {
    /// The operation applied to the elements of two tensors of the same shape.
    public func applying(_ operation: BinaryOperation, _ other: Tensor) -> Tensor {
        require(shape == other.shape, "\(operation): the shapes \(shape) and \(other.shape) differ")
        return operation.apply(self, other.base, (1, count, 1))
    }

    /// The operation applied to each element and one number.
    public func applying(_ operation: BinaryOperation, _ number: Float) -> Tensor {
        withUnsafePointer(to: number) { operation.apply(self, $0, (1, 1, count)) }
    }

    /// The operation applied to each element and the element of `vector` at its position along `axis`: a vector
    /// broadcast along all other axes.
    public func applying(_ operation: BinaryOperation, _ vector: Tensor, alongAxis axis: Int) -> Tensor {
        require(
            vector.shape == [shape[axis]],
            "\(operation) along axis \(axis) of \(shape): expected a vector of shape [\(shape[axis])], got \(vector.shape)"
        )
        return operation.apply(self, vector.base, shape.parts(around: axis))
    }

    /// The sum element by element, of tensors of the same shape.
    public static func + (left: Tensor, right: Tensor) -> Tensor { left.applying(.add, right) }

    /// The difference element by element, of tensors of the same shape.
    public static func - (left: Tensor, right: Tensor) -> Tensor { left.applying(.subtract, right) }

    /// The product element by element, of tensors of the same shape.
    public static func * (left: Tensor, right: Tensor) -> Tensor { left.applying(.multiply, right) }

    /// The quotient element by element, of tensors of the same shape.
    public static func / (left: Tensor, right: Tensor) -> Tensor { left.applying(.divide, right) }

    /// -x of each element.
    public static prefix func - (tensor: Tensor) -> Tensor { tensor.negated() }

    /// Each element plus a number.
    public static func + (left: Tensor, right: Float) -> Tensor { left.affine(scale: 1, offset: right) }

    /// A number plus each element.
    public static func + (left: Float, right: Tensor) -> Tensor { right.affine(scale: 1, offset: left) }

    /// Each element minus a number.
    public static func - (left: Tensor, right: Float) -> Tensor { left.affine(scale: 1, offset: -right) }

    /// A number minus each element.
    public static func - (left: Float, right: Tensor) -> Tensor { right.affine(scale: -1, offset: left) }

    /// Each element times a number.
    public static func * (left: Tensor, right: Float) -> Tensor { left.affine(scale: right, offset: 0) }

    /// A number times each element.
    public static func * (left: Float, right: Tensor) -> Tensor { right.affine(scale: left, offset: 0) }

    /// Each element divided by a number.
    public static func / (left: Tensor, right: Float) -> Tensor { left.applying(.divide, right) }

    /// A number divided by each element.
    public static func / (left: Float, right: Tensor) -> Tensor { right.reciprocal() * left }

    /// The larger of each element and a number.
    public func maximum(_ number: Float) -> Tensor { applying(.maximum, number) }

    /// The smaller of each element and a number.
    public func minimum(_ number: Float) -> Tensor { applying(.minimum, number) }

    /// scale * x + offset of each element.
    public func affine(scale: Float, offset: Float) -> Tensor {
        Tensor.filled(shape, in: context, KernelWork("affine", reads: [shape])) { context, output in
            ck_affine_f32(context, count64, scale, offset, base, output)
        }
    }
}
