import CKernels

// Changes of a tensor that nobody shares happen in place. Otherwise, and where a gradient flows, the result is a new tensor.
extension Tensor {
    /// Adds a tensor of the same shape.
    public mutating func add(_ other: Tensor) {
        require(shape == other.shape, "add: the shapes \(shape) and \(other.shape) differ")
        guard !other.isTracked, isUnique else {
            self = self + other
            return
        }
        add(other, scaledBy: 1)
    }

    /// Adds a multiple of a tensor of the same shape.
    public mutating func add(_ other: Tensor, scaledBy factor: Float) {
        require(shape == other.shape, "add: the shapes \(shape) and \(other.shape) differ")
        if isTracked || other.isTracked {
            self = self + other * factor
            return
        }
        let elements = uniqueBase()
        var work: KernelWork { KernelWork("add in place", reads: [shape, shape], writes: [shape]) }
        context.run(work) { ck_axpby_f32($0, count64, factor, other.base, 1, elements) }
        follow(other)
    }

    /// Moves each element toward that of a tensor of the same shape: (1 - weight) * x + weight * other.
    public mutating func lerp(_ other: Tensor, weight: Float) {
        require(shape == other.shape, "lerp: the shapes \(shape) and \(other.shape) differ")
        if isTracked || other.isTracked {
            self = self * (1 - weight) + other * weight
            return
        }
        let elements = uniqueBase()
        var work: KernelWork { KernelWork("lerp", reads: [shape, shape], writes: [shape]) }
        context.run(work) { ck_axpby_f32($0, count64, weight, other.base, 1 - weight, elements) }
        follow(other)
    }

    /// Makes this value, which no gradient reaches, part of the step of what was added to it.
    private mutating func follow(_ other: Tensor) {
        index = -1
        if other.tape != nil { tape = Tape.common(of: [tape, other.tape]) }
    }

    /// Multiplies each element by a number.
    public mutating func scale(by factor: Float) {
        guard isUnique else {
            self = self * factor
            return
        }
        let elements = mutableBase
        var work: KernelWork { KernelWork("scale", reads: [shape], writes: [shape]) }
        context.run(work) { ck_affine_f32($0, count64, factor, 0, elements, elements) }
    }

    /// Sets each element to a number.
    public mutating func fill(_ value: Float) {
        guard isUnique else {
            self = Tensor.full(shape, value, in: context).on(tape)
            return
        }
        context.run(KernelWork("fill", writes: [shape])) { ck_fill_f32($0, count64, value, mutableBase) }
    }

    /// Adds a tensor, which is broadcast to the shape of this one.
    public static func += (left: inout Tensor, right: Tensor) {
        // A constant in no step can be changed where it is; otherwise the sum is part of the step.
        if left.shape == right.shape && left.tape == nil && right.tape == nil { return left.add(right) }
        left.replace(with: left + right, "+=", right.shape)
    }

    /// Subtracts a tensor, which is broadcast to the shape of this one.
    public static func -= (left: inout Tensor, right: Tensor) {
        if left.shape == right.shape && left.tape == nil && right.tape == nil { return left.add(right, scaledBy: -1) }
        left.replace(with: left - right, "-=", right.shape)
    }

    /// Multiplies by the elements of a tensor, which is broadcast to the shape of this one.
    public static func *= (left: inout Tensor, right: Tensor) { left.replace(with: left * right, "*=", right.shape) }

    /// Divides by the elements of a tensor, which is broadcast to the shape of this one.
    public static func /= (left: inout Tensor, right: Tensor) { left.replace(with: left / right, "/=", right.shape) }

    /// Adds a number to each element.
    public static func += (left: inout Tensor, right: Float) { left = left + right }

    /// Subtracts a number from each element.
    public static func -= (left: inout Tensor, right: Float) { left = left - right }

    /// Multiplies each element by a number.
    public static func *= (left: inout Tensor, right: Float) { left.scale(by: right) }

    /// Divides each element by a number.
    public static func /= (left: inout Tensor, right: Float) { left = left / right }

    private mutating func replace(with result: Tensor, _ name: String, _ otherShape: Shape) {
        require(
            result.shape == shape, "\(name): the shape \(otherShape) cannot be broadcast to \(shape), which it changes")
        self = result
    }

    /// Whether no element is infinite or not a number.
    public var isFinite: Bool { withUnsafeElements { $0.allSatisfy(\.isFinite) } }
}
