import CKernels

extension NDArray {
    /// The positions of an axis that `indices` name, as NumPy's `take`: [..., axis, ...] to [..., indices..., ...].
    /// With indices of rank 1 it is PyTorch's `index_select`.
    ///
    /// Negative indices count from the end. One outside of the axis traps; `embedding` throws for indices that come
    /// from data.
    public func taken(axis: Int, _ indices: IntTensor) -> NDArray {
        let index = shape.axisIndex(axis)
        return taking(axis: index, indices.positions(of: index, shape, "taken"))
    }

    /// The same for positions that were checked.
    func taking(axis: Int, _ positions: IntTensor) -> NDArray {
        let parts = shape.parts(around: axis)
        let result = shape.taking(positions.shape, at: axis)
        let output = NDArray(uninitialized: result, in: context)
        if let input = self as? Tensor, let values = output as? Tensor, result.count > 0 {
            context.run(KernelWork("take", reads: [result, positions.shape], writes: [result])) { context in
                ck_take_f32(
                    context, Int64(parts.outer), Int64(parts.axis), Int64(parts.inner), positions.count64,
                    positions.base,
                    input.base, values.mutableBase)
            }
        } else {
            forEachRun(parts, positions) {
                output.mutableBase.advanced(by: $1).initialize(from: base + $0, count: parts.inner)
            }
        }
        let whole = shape
        return NDArray.recordMove(output, from: [self]) { [$0.added(at: positions, axis: axis, to: whole)] }
            .following(positions)
    }

    /// Replaces positions along an axis of this array, seen in the shape `joined`, by an array that is broadcast to
    /// them: in place if nobody shares this array and no gradient flows. Of several values for one position the last
    /// stays.
    mutating func put(_ value: NDArray, at positions: IntTensor, axis: Int, of joined: Shape) {
        let parts = joined.parts(around: axis)
        let part = joined.taking(positions.shape, at: axis)
        require(
            value.shape.broadcast(with: part) == part,
            "subscript: the shape \(value.shape) cannot be broadcast to \(part), which it replaces")
        let values = value.detached.broadcast(to: part)
        func replace(_ elements: UnsafeMutablePointer<Element>) {
            forEachRun(parts, positions) { (elements + $0).update(from: values.base + $1, count: parts.inner) }
        }
        guard isTracked || value.isTracked else {
            tape = Tape.common(of: [tape, value.tape])
            index = -1
            return replace(uniqueBase())
        }
        let (inputs, isTracked, valueShape) = ([self, value], isTracked, value.isTracked ? value.shape : nil)
        var result = detached
        replace(result.uniqueBase())
        let staying = valueShape == nil ? nil : positions.staying(below: parts.axis, as: part.rank - axis)
        self = NDArray.recordMove(result, from: inputs) { gradient in
            var kept: Tensor? = isTracked ? gradient : nil
            kept?.put(.scalar(0, in: gradient.context), at: positions, axis: axis, of: joined)
            return [
                kept,
                valueShape.map { shape in
                    let part = gradient.reshaped(to: joined).taking(axis: axis, positions)
                    return (staying.map { part * $0 } ?? part).summed(to: shape)
                },
            ]
        }
    }
}

extension Shape {
    /// The shape with other axes instead of one.
    fileprivate func taking(_ positions: Shape, at axis: Int) -> Shape {
        Shape(dimensions.prefix(axis) + positions.dimensions + dimensions.dropFirst(axis + 1))
    }
}

/// Calls `body` for each run of `inner` elements at a position, with its offset in an array [outer, axis, inner] and in
/// one of the positions, [outer, positions, inner].
private func forEachRun(
    _ parts: (outer: Int, axis: Int, inner: Int), _ positions: IntTensor, _ body: (_ whole: Int, _ taken: Int) -> Void
) {
    positions.withUnsafeElements { positions in
        for outer in 0..<parts.outer {
            for (index, position) in positions.enumerated() {
                body(
                    (outer * parts.axis + Int(position)) * parts.inner, (outer * positions.count + index) * parts.inner)
            }
        }
    }
}

extension Tensor {
    /// Zeros of the shape `whole` to which the parts of this tensor are added at positions of an axis, in their order:
    /// the gradient of taking them.
    fileprivate func added(at positions: IntTensor, axis: Int, to whole: Shape) -> Tensor {
        let parts = whole.parts(around: axis)
        let output: Tensor
        if count == 0 {
            output = .zeros(whole, in: context)
        } else {
            var work: KernelWork { KernelWork("take gradient", reads: [shape, positions.shape]) }
            output = .filled(whole, in: context, work) { context, output in
                ck_take_add_f32(
                    context, Int64(parts.outer), Int64(parts.axis), Int64(parts.inner), positions.count64,
                    positions.base,
                    base, output)
            }
        }
        return Tape.record(output, from: [self]) { [$0.taking(axis: axis, positions)] }
    }
}

extension IntTensor {
    /// These indices of an axis, counted from the front. Each must be there.
    func positions(of axis: Int, _ shape: Shape, _ operation: String) -> IntTensor {
        let size = shape[axis]
        var isNegative = false
        withUnsafeElements { indices in
            for index in indices {
                require(
                    Int(index) < size && Int(index) >= -size,
                    "\(operation): the index \(index) of axis \(axis) of a tensor of shape \(shape) does not exist")
                if index < 0 { isNegative = true }
            }
        }
        return isNegative ? converted { $0 < 0 ? $0 + Int32(size) : $0 } : self
    }

    /// 1 where a position does not stand again later, else 0, with as many axes as `rank`; nil if none does.
    fileprivate func staying(below size: Int, as rank: Int) -> Tensor? {
        var last = [Int](repeating: -1, count: size)
        let positions = elements
        for (index, position) in positions.enumerated() { last[Int(position)] = index }
        let stays = positions.enumerated().map { last[Int($1)] == $0 ? Float(1) : 0 }
        if stays.allSatisfy({ $0 == 1 }) { return nil }
        let ones = Array(repeating: 1, count: rank - shape.rank)
        return Tensor(stays, shape: Shape(shape.dimensions + ones), in: context)
    }
}

extension BoolTensor {
    /// The indices of the true elements in row-major order, one row for each: [count, rank]. For the elements of a
    /// tensor that are not 0: `(x .!= 0).nonzero()`.
    public func nonzero() -> IntTensor {
        let positions = flatPositions().elements
        let strides = shape.strides
        let rows = positions.flatMap { position in
            (0..<shape.rank).map { Int32(Int(position) / strides[$0] % shape[$0]) }
        }
        return IntTensor(rows, shape: [positions.count, shape.rank], in: context).on(tape)
    }

    /// Where the elements are true, row by row.
    func flatPositions() -> IntTensor {
        require(count <= Int32.max, "subscript: the positions of a mask of shape \(shape) are no 32-bit integers")
        var positions: [Int32] = []
        withUnsafeElements { elements in
            for index in elements.indices where elements[index] { positions.append(Int32(index)) }
        }
        return IntTensor(positions, in: context).on(tape)
    }
}
