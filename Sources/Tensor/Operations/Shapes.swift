import CKernels

// Operations that keep the order of elements cost nothing: the result shares the buffer. The others copy.

extension NDArray {
    /// The same elements under another shape of as many elements, one size of which may be -1 and follows from the others.
    /// Shares the buffer.
    public func reshaped(to sizes: Int...) -> NDArray { reshaped(toSizes: sizes) }

    /// The same elements under another shape of as many elements. Shares the buffer.
    @_specialize(where Element == Float)
    public func reshaped(to newShape: Shape) -> NDArray {
        if newShape == shape { return self }
        require(newShape.count == count, "reshaped: \(count) elements of shape \(shape) do not fill \(newShape)")
        let oldShape = shape
        return NDArray.recordMove(shaped(newShape), from: [self]) { [$0.reshaped(to: oldShape)] }
    }

    private func reshaped(toSizes sizes: [Int]) -> NDArray {
        guard let unknown = sizes.firstIndex(of: -1) else { return reshaped(to: Shape(sizes)) }
        let known = Shape(exactly: sizes.map { $0 == -1 ? 1 : $0 })?.count ?? 0
        require(
            sizes.filter { $0 == -1 }.count == 1 && known > 0 && count % known == 0,
            "reshaped: \(count) elements of shape \(shape) do not fill \(sizes)")
        var whole = sizes
        whole[unknown] = count / known
        return reshaped(to: Shape(whole))
    }

    /// The axes from `axis` on joined into one: [N, C, H, W] to [N, C * H * W]. Shares the buffer.
    @_specialize(where Element == Float)
    public func flattened(fromAxis axis: Int = 1) -> NDArray { reshaped(to: shape.flattened(fromAxis: axis)) }

    /// The array without the axes of size 1, or without those that are named, whose size must be 1. Shares the buffer.
    public func squeezed(axes: [Int]? = nil) -> NDArray {
        let removed = axes.map { shape.axisIndices($0, "squeezed") } ?? (0..<shape.rank).filter { shape[$0] == 1 }
        require(
            removed.allSatisfy { shape[$0] == 1 },
            "squeezed: expected axes of size 1, got the axes \(removed) of \(shape)")
        return reshaped(to: shape.reducing(removed, keepDims: false))
    }

    /// The array without an axis of size 1. Shares the buffer.
    public func squeezed(axis: Int) -> NDArray { squeezed(axes: [axis]) }

    /// The array with a new axis of size 1 before the one at `axis`; -1 is after the last. Shares the buffer.
    @_specialize(where Element == Float)
    public func expandedDims(axis: Int) -> NDArray {
        let index = axis < 0 ? shape.rank + 1 + axis : axis
        require(
            index >= 0 && index <= shape.rank,
            "expandedDims: a new axis has no place at \(axis) in the shape \(shape)")
        return reshaped(to: shape.inserting(1, at: index))
    }

    /// The last two axes exchanged: [..., rows, columns] to [..., columns, rows].
    public func transposed() -> NDArray {
        require(shape.rank >= 2, "transposed: expected at least two axes, got the shape \(shape)")
        return swappedAxes(-2, -1)
    }

    /// Two axes exchanged.
    @_specialize(where Element == Float)
    public func swappedAxes(_ first: Int, _ second: Int) -> NDArray {
        var order = Array(0..<shape.rank)
        order.swapAt(shape.axisIndex(first), shape.axisIndex(second))
        return permuted(order)
    }

    /// The axes in another order: axis i of the result is axis `axes[i]` of this array.
    public func permuted(_ axes: Int...) -> NDArray { permuted(axes) }

    /// The axes in another order.
    @_specialize(where Element == Float)
    public func permuted(_ axes: [Int]) -> NDArray {
        let order = axes.map { $0 < 0 ? shape.rank + $0 : $0 }
        require(
            order.sorted() == Array(0..<shape.rank),
            "permuted: expected each axis of \(shape) once, got \(axes)")
        let (own, result) = (shape.strides, Shape(order.map { shape[$0] }))
        // Axes of size 1 may stand anywhere; where only they move, the buffer stays as it is.
        let moving = order.filter { shape[$0] != 1 }
        let value = moving == moving.sorted() ? shaped(result) : strided(result, order.map { own[$0] }, "transpose")
        var inverse = order
        for (index, axis) in order.enumerated() { inverse[axis] = index }
        return NDArray.recordMove(value, from: [self]) { [$0.permuted(inverse)] }
    }

    /// The array repeated along axes of size 1 and along new first axes, by NumPy's rule.
    @_specialize(where Element == Float)
    public func broadcast(to target: Shape) -> NDArray {
        if target == shape { return self }
        require(
            shape.broadcast(with: target) == target, "broadcast: the shape \(shape) cannot be broadcast to \(target)")
        let oldShape = shape
        let value =
            target.count == count
            ? shaped(target) : strided(target, shape.broadcastStrides(to: target), "broadcast")
        return NDArray.recordMove(value, from: [self]) { [$0.summed(to: oldShape)] }
    }

    /// The array repeated `count` times along a new axis before the one at `axis`, or after the last.
    @_specialize(where Element == Float)
    public func repeated(_ count: Int, alongNewAxis axis: Int) -> NDArray {
        let single = reshaped(to: shape.inserting(1, at: axis))
        return single.broadcast(to: shape.inserting(count, at: axis))
    }

    /// The order of positions reversed along an axis.
    public func flipped(axis: Int) -> NDArray { flipped(axes: [axis]) }

    /// The order of positions reversed along some axes.
    public func flipped(axes: [Int]) -> NDArray {
        let indices = shape.axisIndices(axes, "flipped")
        var steps = shape.strides
        var start = 0
        for axis in indices {
            start += Swift.max(shape[axis] - 1, 0) * steps[axis]
            steps[axis] = -steps[axis]
        }
        return NDArray.recordMove(strided(shape, steps, "flip", start: start), from: [self]) {
            [$0.flipped(axes: axes)]
        }
    }

    /// A copy that reads this buffer by strides: element i, j, ... is that at start + i * strides[0] + j * strides[1] + ...
    func strided(_ result: Shape, _ strides: [Int], _ name: String, start: Int = 0) -> NDArray {
        let output = NDArray(uninitialized: result, in: context)
        copy(result, from: strides, start: start, to: output, result.strides, start: 0, name)
        return output
    }

    /// Copies a block of elements of this array, read by strides, into another array that nobody shares yet.
    func copy(
        _ block: Shape, from strides: [Int], start: Int, to output: NDArray, _ outputStrides: [Int],
        start outputStart: Int, _ name: String
    ) {
        if block.count == 0 { return }
        let sizes = block.dimensions.map(Int64.init)
        let (from, to) = (strides.map(Int64.init), outputStrides.map(Int64.init))
        let bytes = Int64(MemoryLayout<Element>.stride)
        context.run(KernelWork(name, reads: [block], writes: [block])) { context in
            ck_copy_strided(
                context, bytes, Int64(sizes.count), sizes, base + start, from, output.mutableBase + outputStart, to)
        }
    }
}
