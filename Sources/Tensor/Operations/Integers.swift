// Arithmetic and comparisons of integers, broadcasting as those of floats do. A result that is no 32-bit integer traps.

extension IntTensor {
    /// The sum element by element.
    public static func + (left: IntTensor, right: IntTensor) -> IntTensor {
        left.checked("add", right) { $0.addingReportingOverflow($1) }
    }
    /// The difference element by element.
    public static func - (left: IntTensor, right: IntTensor) -> IntTensor {
        left.checked("subtract", right) { $0.subtractingReportingOverflow($1) }
    }
    /// The product element by element.
    public static func * (left: IntTensor, right: IntTensor) -> IntTensor {
        left.checked("multiply", right) { $0.multipliedReportingOverflow(by: $1) }
    }
    /// The quotient element by element, toward 0 as Swift's; division by 0 traps.
    public static func / (left: IntTensor, right: IntTensor) -> IntTensor {
        left.checked("divide", right) { $0.dividedReportingOverflow(by: $1) }
    }
    /// The remainder of `/` element by element, with the sign of the left operand; division by 0 traps.
    public static func % (left: IntTensor, right: IntTensor) -> IntTensor {
        left.checked("remainder", right) { $0.remainderReportingOverflow(dividingBy: $1) }
    }

    /// Each element plus a number.
    public static func + (left: IntTensor, right: Int32) -> IntTensor { left + left.scalar(right) }
    /// Each element minus a number.
    public static func - (left: IntTensor, right: Int32) -> IntTensor { left - left.scalar(right) }
    /// Each element times a number.
    public static func * (left: IntTensor, right: Int32) -> IntTensor { left * left.scalar(right) }
    /// Each element divided by a number, toward 0.
    public static func / (left: IntTensor, right: Int32) -> IntTensor { left / left.scalar(right) }
    /// The remainder of each element divided by a number.
    public static func % (left: IntTensor, right: Int32) -> IntTensor { left % left.scalar(right) }
    /// A number plus each element.
    public static func + (left: Int32, right: IntTensor) -> IntTensor { right.scalar(left) + right }
    /// A number minus each element.
    public static func - (left: Int32, right: IntTensor) -> IntTensor { right.scalar(left) - right }
    /// A number times each element.
    public static func * (left: Int32, right: IntTensor) -> IntTensor { right.scalar(left) * right }
    /// -x of each element.
    public static prefix func - (tensor: IntTensor) -> IntTensor { 0 - tensor }

    /// Adds a number to each element.
    public static func += (left: inout IntTensor, right: Int32) { left = left + right }
    /// Subtracts a number from each element.
    public static func -= (left: inout IntTensor, right: Int32) { left = left - right }

    /// |x| of each element.
    public func abs() -> IntTensor { maximum(-self) }
    /// The larger of two elements, broadcasting.
    public func maximum(_ other: IntTensor) -> IntTensor { combined("maximum", other) { Swift.max($0, $1) } }
    /// The smaller of two elements, broadcasting.
    public func minimum(_ other: IntTensor) -> IntTensor { combined("minimum", other) { Swift.min($0, $1) } }
    /// Each element within bounds: `low` if it is less, `high` if it is more.
    public func clip(_ low: Int32, _ high: Int32) -> IntTensor {
        require(low <= high, "clip: the lower bound \(low) exceeds the upper bound \(high)")
        return maximum(scalar(low)).minimum(scalar(high))
    }

    /// Whether elements are equal, broadcasting.
    public static func .== (left: IntTensor, right: IntTensor) -> BoolTensor { left.combined("compare", right, ==) }
    /// Whether elements differ, broadcasting.
    public static func .!= (left: IntTensor, right: IntTensor) -> BoolTensor { left.combined("compare", right, !=) }
    /// Whether elements are less, broadcasting.
    public static func .< (left: IntTensor, right: IntTensor) -> BoolTensor { left.combined("compare", right, <) }
    /// Whether elements are less or equal, broadcasting.
    public static func .<= (left: IntTensor, right: IntTensor) -> BoolTensor { left.combined("compare", right, <=) }
    /// Whether elements are greater, broadcasting.
    public static func .> (left: IntTensor, right: IntTensor) -> BoolTensor { left.combined("compare", right, >) }
    /// Whether elements are greater or equal, broadcasting.
    public static func .>= (left: IntTensor, right: IntTensor) -> BoolTensor { left.combined("compare", right, >=) }

    /// Whether elements equal a number.
    public static func .== (left: IntTensor, right: Int32) -> BoolTensor { left .== left.scalar(right) }
    /// Whether elements differ from a number.
    public static func .!= (left: IntTensor, right: Int32) -> BoolTensor { left .!= left.scalar(right) }
    /// Whether elements are less than a number.
    public static func .< (left: IntTensor, right: Int32) -> BoolTensor { left .< left.scalar(right) }
    /// Whether elements are at most a number.
    public static func .<= (left: IntTensor, right: Int32) -> BoolTensor { left .<= left.scalar(right) }
    /// Whether elements are greater than a number.
    public static func .> (left: IntTensor, right: Int32) -> BoolTensor { left .> left.scalar(right) }
    /// Whether elements are at least a number.
    public static func .>= (left: IntTensor, right: Int32) -> BoolTensor { left .>= left.scalar(right) }

    /// The sum of all elements, of shape [].
    public func sum() -> IntTensor { sum(axes: Array(0..<shape.rank)) }
    /// The sums along an axis.
    public func sum(axis: Int, keepDims: Bool = false) -> IntTensor { sum(axes: [axis], keepDims: keepDims) }
    /// The sums over some axes, 0 where they have no elements.
    public func sum(axes: [Int], keepDims: Bool = false) -> IntTensor {
        folded(axes, keepDims, "sum") { row in
            let sum = row.reduce(0) { $0 + Int($1) }
            guard let result = Int32(exactly: sum) else { fatalError("sum: \(sum) is no 32-bit integer") }
            return result
        }
    }

    /// The largest element, of shape []; there must be one.
    public func max() -> IntTensor { max(axes: Array(0..<shape.rank)) }
    /// The largest elements along an axis.
    public func max(axis: Int, keepDims: Bool = false) -> IntTensor { max(axes: [axis], keepDims: keepDims) }
    /// The largest elements over some axes.
    public func max(axes: [Int], keepDims: Bool = false) -> IntTensor { extremum(axes, keepDims, "max") { $0.max() } }

    /// The smallest element, of shape []; there must be one.
    public func min() -> IntTensor { min(axes: Array(0..<shape.rank)) }
    /// The smallest elements along an axis.
    public func min(axis: Int, keepDims: Bool = false) -> IntTensor { min(axes: [axis], keepDims: keepDims) }
    /// The smallest elements over some axes.
    public func min(axes: [Int], keepDims: Bool = false) -> IntTensor { extremum(axes, keepDims, "min") { $0.min() } }

    private func extremum(
        _ axes: [Int], _ keepDims: Bool, _ name: String, _ body: (UnsafeBufferPointer<Int32>) -> Int32?
    ) -> IntTensor {
        folded(axes, keepDims, name) { [shape] row in
            guard let result = body(row) else { fatalError("\(name): the axes \(axes) of \(shape) have no elements") }
            return result
        }
    }

    private func scalar(_ value: Int32) -> IntTensor { .full([], value, in: context) }

    private func checked(
        _ name: String, _ other: IntTensor, _ body: (Int32, Int32) -> (partialValue: Int32, overflow: Bool)
    ) -> IntTensor {
        combined(name, other) { left, right in
            let (value, overflows) = body(left, right)
            require(!overflows, "\(name): the result of \(left) and \(right) is no 32-bit integer")
            return value
        }
    }
}
