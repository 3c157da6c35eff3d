import CKernels

// Comparisons element by element, broadcasting, by the operators that Swift has for SIMD vectors; `==` compares as a whole.

extension Tensor {
    /// Whether elements are equal, broadcasting; NaN equals nothing.
    public static func .== (left: Tensor, right: Tensor) -> BoolTensor { left.compared(CK_COMPARE_EQUAL, right) }
    /// Whether elements differ, broadcasting.
    public static func .!= (left: Tensor, right: Tensor) -> BoolTensor { left.compared(CK_COMPARE_NOT_EQUAL, right) }
    /// Whether elements are less, broadcasting.
    public static func .< (left: Tensor, right: Tensor) -> BoolTensor { left.compared(CK_COMPARE_LESS, right) }
    /// Whether elements are less or equal, broadcasting.
    public static func .<= (left: Tensor, right: Tensor) -> BoolTensor { left.compared(CK_COMPARE_LESS_EQUAL, right) }
    /// Whether elements are greater, broadcasting.
    public static func .> (left: Tensor, right: Tensor) -> BoolTensor { left.compared(CK_COMPARE_GREATER, right) }
    /// Whether elements are greater or equal, broadcasting.
    public static func .>= (left: Tensor, right: Tensor) -> BoolTensor {
        left.compared(CK_COMPARE_GREATER_EQUAL, right)
    }

    /// Whether elements equal a number.
    public static func .== (left: Tensor, right: Float) -> BoolTensor { left .== .scalar(right, in: left.context) }
    /// Whether elements differ from a number.
    public static func .!= (left: Tensor, right: Float) -> BoolTensor { left .!= .scalar(right, in: left.context) }
    /// Whether elements are less than a number.
    public static func .< (left: Tensor, right: Float) -> BoolTensor { left .< .scalar(right, in: left.context) }
    /// Whether elements are at most a number.
    public static func .<= (left: Tensor, right: Float) -> BoolTensor { left .<= .scalar(right, in: left.context) }
    /// Whether elements are greater than a number.
    public static func .> (left: Tensor, right: Float) -> BoolTensor { left .> .scalar(right, in: left.context) }
    /// Whether elements are at least a number.
    public static func .>= (left: Tensor, right: Float) -> BoolTensor { left .>= .scalar(right, in: left.context) }

    private func compared(_ comparison: ck_comparison, _ other: Tensor) -> BoolTensor {
        guard let result = shape.broadcast(with: other.shape) else {
            fatalError("comparison: the shapes \(shape) and \(other.shape) cannot be broadcast to each other")
        }
        let sizes = result.dimensions.map(Int64.init)
        let strides = shape.broadcastStrides(to: result).map(Int64.init)
        let otherStrides = other.shape.broadcastStrides(to: result).map(Int64.init)
        var work: KernelWork { KernelWork("compare", reads: [shape, other.shape]) }
        return BoolTensor.filled(result, in: context, work) { context, output in
            ck_compare_broadcast_f32(
                context, comparison, Int64(sizes.count), sizes, base, strides, other.base, otherStrides, output)
        }.on(Tape.common(of: [tape, other.tape]))
    }
}

extension BoolTensor {
    /// 1 where it is true, else 0.
    public func floats() -> Tensor { converted { $0 ? 1 : 0 } }
}

extension IntTensor {
    /// The integers as floats; those beyond 2^24 are rounded.
    public func floats() -> Tensor { converted(Float.init) }
}

extension NDArray {
    /// An array of what `body` makes of each element; a constant of the same step.
    func converted<Result: TensorElement>(_ body: (Element) -> Result) -> NDArray<Result> {
        NDArray<Result>(shape: shape, in: context) { result in
            withUnsafeElements { elements in
                for index in elements.indices { result[index] = body(elements[index]) }
            }
        }.on(tape)
    }
}
