// Truth values element by element, broadcasting, by the operators that Swift has for masks of SIMD vectors.

extension BoolTensor {
    /// Whether both are true.
    public static func .& (left: BoolTensor, right: BoolTensor) -> BoolTensor {
        left.combined("and", right) { $0 && $1 }
    }
    /// Whether one of them or both are true.
    public static func .| (left: BoolTensor, right: BoolTensor) -> BoolTensor {
        left.combined("or", right) { $0 || $1 }
    }
    /// Whether only one of them is true.
    public static func .^ (left: BoolTensor, right: BoolTensor) -> BoolTensor {
        left.combined("exclusive or", right, !=)
    }
    /// Whether it is false.
    public static prefix func .! (mask: BoolTensor) -> BoolTensor { mask.converted { !$0 } }
    /// Whether both are equal.
    public static func .== (left: BoolTensor, right: BoolTensor) -> BoolTensor { left.combined("compare", right, ==) }
    /// Whether they differ.
    public static func .!= (left: BoolTensor, right: BoolTensor) -> BoolTensor { left.combined("compare", right, !=) }

    /// Whether an element is true, of shape [].
    public func any() -> BoolTensor { any(axes: Array(0..<shape.rank)) }
    /// Whether an element along an axis is true.
    public func any(axis: Int, keepDims: Bool = false) -> BoolTensor { any(axes: [axis], keepDims: keepDims) }
    /// Whether an element over some axes is true; false where they have none.
    public func any(axes: [Int], keepDims: Bool = false) -> BoolTensor {
        folded(axes, keepDims, "any") { $0.contains(true) }
    }

    /// Whether all elements are true, of shape [].
    public func all() -> BoolTensor { all(axes: Array(0..<shape.rank)) }
    /// Whether all elements along an axis are true.
    public func all(axis: Int, keepDims: Bool = false) -> BoolTensor { all(axes: [axis], keepDims: keepDims) }
    /// Whether all elements over some axes are true; true where they have none.
    public func all(axes: [Int], keepDims: Bool = false) -> BoolTensor {
        folded(axes, keepDims, "all") { !$0.contains(false) }
    }

    /// 1 where it is true, else 0.
    public func ints() -> IntTensor { converted { $0 ? 1 : 0 } }

    /// How many elements are true, of shape [].
    public func sum() -> IntTensor { ints().sum() }
    /// How many elements along an axis are true.
    public func sum(axis: Int, keepDims: Bool = false) -> IntTensor { ints().sum(axis: axis, keepDims: keepDims) }
    /// The fraction of elements that are true, of shape []; NaN if there are none.
    public func mean() -> Tensor { floats().mean() }
    /// The fractions of elements along an axis that are true.
    public func mean(axis: Int, keepDims: Bool = false) -> Tensor { floats().mean(axis: axis, keepDims: keepDims) }
}

extension IntTensor {
    /// Whether elements are not 0.
    public func bools() -> BoolTensor { converted { $0 != 0 } }
}

extension Tensor {
    /// Whether elements are not 0; NaN is not.
    public func bools() -> BoolTensor { converted { $0 != 0 } }

    /// The integers of the elements, toward 0. One that has none of 32 bits traps.
    public func ints() -> IntTensor {
        converted { value in
            guard let integer = Int32(exactly: value.rounded(.towardZero)) else {
                fatalError("ints: \(value) has no 32-bit integer")
            }
            return integer
        }
    }
}

extension NDArray {
    /// What `body` makes of each two elements, broadcasting; a constant of the step.
    func combined<Result: TensorElement>(
        _ name: String, _ other: NDArray, _ body: (Element, Element) -> Result
    ) -> NDArray<Result> {
        guard let common = shape.broadcast(with: other.shape) else {
            fatalError("\(name): the shapes \(shape) and \(other.shape) cannot be broadcast to each other")
        }
        // One element alone is read again and again; other operands are repeated in memory first.
        let left = count == 1 ? self : broadcast(to: common)
        let right = other.count == 1 ? other : other.broadcast(to: common)
        let (step, otherStep) = (count == 1 ? 0 : 1, other.count == 1 ? 0 : 1)
        return NDArray<Result>(shape: common, in: context) { result in
            left.withUnsafeElements { elements in
                right.withUnsafeElements { others in
                    for index in result.indices {
                        result[index] = body(elements[index * step], others[index * otherStep])
                    }
                }
            }
        }.on(Tape.common(of: [tape, other.tape]))
    }

    /// What `body` makes of the elements over some axes; a constant of the step.
    func folded(
        _ axes: [Int], _ keepDims: Bool, _ name: String, _ body: (UnsafeBufferPointer<Element>) -> Element
    ) -> NDArray {
        let indices = shape.axisIndices(axes, name)
        let kept = (0..<shape.rank).filter { !indices.contains($0) }
        let size = indices.reduce(1) { $0 * shape[$1] }
        return NDArray(shape: shape.reducing(indices, keepDims: keepDims), in: context) { result in
            permuted(kept + indices).withUnsafeElements { elements in
                for row in result.indices {
                    result[row] = body(UnsafeBufferPointer(rebasing: elements[row * size..<(row + 1) * size]))
                }
            }
        }.on(tape)
    }
}
