import CKernels

extension Tensor {
    /// The last two axes exchanged: [..., rows, columns] to [..., columns, rows].
    public func transposed() -> Tensor {
        require(shape.rank >= 2, "transposed: expected at least two axes, got the shape \(shape)")
        let (rows, columns) = (shape[-2], shape[-1])
        let batch = shape.count(of: 0..<(shape.rank - 2))
        let result = shape.replacing(axis: -2, with: columns).replacing(axis: -1, with: rows)
        return Tensor.filled(result, in: context, KernelWork("transpose", reads: [shape])) { context, output in
            ck_transpose_f32(context, Int64(batch), Int64(rows), Int64(columns), base, output)
        }
    }

    /// The axes from `axis` on joined into one: [N, C, H, W] to [N, C * H * W].
    public func flattened(fromAxis axis: Int = 1) -> Tensor { reshaped(to: shape.flattened(fromAxis: axis)) }

    /// Tensors one behind the other along an axis; all other sizes must agree.
    public static func concatenated(_ tensors: [Tensor], alongAxis axis: Int) -> Tensor {
        require(!tensors.isEmpty, "concatenated: expected at least one tensor")
        let first = tensors[0].shape
        for tensor in tensors {
            require(
                tensor.shape.rank == first.rank && tensor.shape.replacing(axis: axis, with: first[axis]) == first,
                "concatenated along axis \(axis): the shapes \(first) and \(tensor.shape) differ elsewhere")
        }
        let total = tensors.reduce(0) { $0 + $1.shape[axis] }
        let output = Tensor(uninitialized: first.replacing(axis: axis, with: total), in: tensors[0].context)
        var start = 0
        for tensor in tensors {
            tensor.copyAlong(axis: axis, of: tensor.shape, size: tensor.shape[axis], from: 0, to: output, at: start)
            start += tensor.shape[axis]
        }
        return output
    }

    /// The part of an axis that `range` names.
    public func sliced(alongAxis axis: Int, _ range: Range<Int>) -> Tensor {
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "sliced: the range \(range) reaches beyond axis \(axis) of \(shape)")
        let output = Tensor(uninitialized: shape.replacing(axis: axis, with: range.count), in: context)
        copyAlong(axis: axis, of: shape, size: range.count, from: range.lowerBound, to: output, at: 0)
        return output
    }

    /// Zeros before and behind the elements along an axis.
    public func padded(alongAxis axis: Int, before: Int, after: Int) -> Tensor {
        require(before >= 0 && after >= 0, "padded: the widths \(before) and \(after) may not be negative")
        let size = shape[axis]
        let output = Tensor.zeros(shape.replacing(axis: axis, with: before + size + after), in: context)
        copyAlong(axis: axis, of: shape, size: size, from: 0, to: output, at: before)
        return output
    }

    /// The tensor repeated `count` times along a new axis before the one at `axis`, or behind the last.
    public func repeated(_ count: Int, alongNewAxis axis: Int) -> Tensor {
        let result = shape.inserting(count, at: axis)
        let (outer, _, inner) = result.parts(around: axis)
        // Two shapes are one pass of the broadcasting adder; the others are a strided copy for each repetition.
        if inner == 1 || outer == 1 {
            let zeros = Tensor.zeros(inner == 1 ? [outer, count] : [count, inner], in: context)
            let vector = reshaped(to: [self.count])
            return zeros.applying(.add, vector, alongAxis: inner == 1 ? 0 : 1).reshaped(to: result)
        }
        let output = Tensor(uninitialized: result, in: context)
        for index in 0..<count {
            let part = result.replacing(axis: axis, with: 1)
            copyAlong(axis: axis, of: part, size: 1, from: 0, to: output, at: index)
        }
        return output
    }

    /// Copies `size` positions of an axis, from `source` on, to those from `target` on of a new tensor. `shape` is that of
    /// this tensor, with an axis of its own where positions are counted.
    private func copyAlong(axis: Int, of shape: Shape, size: Int, from source: Int, to output: Tensor, at target: Int) {
        let (outer, length, inner) = shape.parts(around: axis)
        let moved = shape.replacing(axis: axis, with: size)
        context.run(KernelWork("copy", reads: [moved], writes: [moved])) { context in
            ck_copy_rows_f32(
                context, Int64(outer), Int64(size * inner), Int64(length * inner), base + source * inner, 0,
                Int64(output.shape[axis] * inner), output.mutableBase + target * inner)
        }
    }
}
