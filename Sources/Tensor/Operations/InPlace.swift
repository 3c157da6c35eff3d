import CKernels

// A tensor whose buffer is shared is not copied first but replaced by the result.
extension Tensor {
    /// Adds a tensor of the same shape.
    public mutating func add(_ other: Tensor) {
        guard isUnique else {
            self = self + other
            return
        }
        add(other, scaledBy: 1)
    }

    /// Adds a multiple of a tensor of the same shape.
    public mutating func add(_ other: Tensor, scaledBy factor: Float) {
        require(shape == other.shape, "add: the shapes \(shape) and \(other.shape) differ")
        let elements = uniqueBase()
        var work: KernelWork { KernelWork("add in place", reads: [shape, shape], writes: [shape]) }
        context.run(work) { ck_axpby_f32($0, count64, factor, other.base, 1, elements) }
    }

    /// Moves each element towards that of a tensor of the same shape: (1 - share) * x + share * other.
    public mutating func blend(_ other: Tensor, share: Float) {
        require(shape == other.shape, "blend: the shapes \(shape) and \(other.shape) differ")
        let elements = uniqueBase()
        var work: KernelWork { KernelWork("blend", reads: [shape, shape], writes: [shape]) }
        context.run(work) { ck_axpby_f32($0, count64, share, other.base, 1 - share, elements) }
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
            self = Tensor.full(shape, value, in: context)
            return
        }
        context.run(KernelWork("fill", writes: [shape])) { ck_fill_f32($0, count64, value, mutableBase) }
    }
}
