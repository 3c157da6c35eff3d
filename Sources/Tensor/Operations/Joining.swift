// Arrays joined along an axis, and taken apart; padding with zeros.

extension NDArray {
    /// Arrays one after the other along an axis; all other sizes must agree.
    @_specialize(where Element == Float)
    public static func concatenated(_ arrays: [NDArray], axis: Int = 0) -> NDArray {
        require(!arrays.isEmpty, "concatenated: expected at least one tensor")
        let first = arrays[0].shape
        let index = first.axisIndex(axis)
        for array in arrays {
            require(
                array.shape.rank == first.rank && array.shape.replacing(axis: index, with: first[index]) == first,
                "concatenated along axis \(axis): the shapes \(first) and \(array.shape) differ elsewhere")
        }
        let sizes = arrays.map { $0.shape[index] }
        let result = first.replacing(axis: index, with: sizes.reduce(0, +))
        let output = NDArray(uninitialized: result, in: arrays[0].context)
        let strides = result.strides
        var start = 0
        for (array, size) in zip(arrays, sizes) {
            array.copy(
                array.shape, from: array.shape.strides, start: 0, to: output, strides, start: start * strides[index],
                "concatenate")
            start += size
        }
        let isTracked = arrays.map { $0.isTracked }
        return recordMove(output, from: arrays) { gradient in
            var start = 0
            return zip(sizes, isTracked).map { size, isTracked in
                defer { start += size }
                return isTracked ? gradient.sliced(axis: index, start..<(start + size)) : nil
            }
        }
    }

    /// Arrays of the same shape as the positions of a new axis before the one at `axis`; -1 is after the last.
    public static func stacked(_ arrays: [NDArray], axis: Int = 0) -> NDArray {
        require(!arrays.isEmpty, "stacked: expected at least one tensor")
        let first = arrays[0].shape
        let index = axis < 0 ? first.rank + 1 + axis : axis
        for array in arrays {
            require(array.shape == first, "stacked: the shapes \(first) and \(array.shape) differ")
        }
        require(index >= 0 && index <= first.rank, "stacked: a new axis has no place at \(axis) in the shape \(first)")
        return concatenated(arrays.map { $0.expandedDims(axis: index) }, axis: index)
    }

    /// The parts of such sizes along an axis, which they must fill.
    public func split(sizes: [Int], axis: Int = 0) -> [NDArray] {
        let axis = shape.axisIndex(axis, "split")
        require(
            sizes.reduce(0, +) == shape[axis] && sizes.allSatisfy { $0 >= 0 },
            "split: the sizes \(sizes) do not fill axis \(axis) of \(shape)")
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return sliced(axis: axis, start..<(start + size))
        }
    }

    /// So many parts of the same size along an axis.
    public func split(_ parts: Int, axis: Int = 0) -> [NDArray] {
        let axis = shape.axisIndex(axis, "split")
        require(
            parts > 0 && shape[axis] % parts == 0,
            "split: axis \(axis) of \(shape) has no \(parts) parts of the same size")
        return split(sizes: Array(repeating: shape[axis] / parts, count: parts), axis: axis)
    }

    /// The positions of an axis that `range` names.
    @_specialize(where Element == Float)
    public func sliced(axis: Int, _ range: Range<Int>) -> NDArray {
        let index = shape.axisIndex(axis)
        let size = shape[index]
        require(
            range.lowerBound >= 0 && range.upperBound <= size,
            "sliced: the range \(range) reaches beyond axis \(axis) of \(shape)")
        let strides = shape.strides
        let value = strided(
            shape.replacing(axis: index, with: range.count), strides, "slice", start: range.lowerBound * strides[index])
        return NDArray.recordMove(value, from: [self]) {
            [$0.padded(axis: index, before: range.lowerBound, after: size - range.upperBound)]
        }
    }

    /// The array `counts[i]` times along each axis i, in its order, as `numpy.tile`: one count for each axis.
    public func tiled(_ counts: Int...) -> NDArray { tiled(counts) }

    /// The array `counts[i]` times along each axis i, in its order.
    public func tiled(_ counts: [Int]) -> NDArray {
        require(
            counts.count == shape.rank && counts.allSatisfy { $0 >= 0 },
            "tiled: expected \(shape.rank) counts for the shape \(shape), got \(counts)")
        return counts.enumerated().reduce(self) { array, tile in
            tile.element == 1
                ? array
                : array.repeated(tile.element, alongNewAxis: tile.offset).reshaped(
                    to: array.shape.replacing(axis: tile.offset, with: tile.element * array.shape[tile.offset]))
        }
    }

    /// The positions of an axis moved by `shift`, those beyond the end to the beginning.
    public func rolled(_ shift: Int, axis: Int) -> NDArray {
        let size = shape[shape.axisIndex(axis)]
        guard size > 0 else { return self }
        let cut = ((size - shift) % size + size) % size
        return cut == 0
            ? self : .concatenated([sliced(axis: axis, cut..<size), sliced(axis: axis, 0..<cut)], axis: axis)
    }
}

extension Tensor {
    /// Zeros before and after the elements along an axis.
    public func padded(axis: Int, before: Int, after: Int) -> Tensor {
        require(before >= 0 && after >= 0, "padded: the widths \(before) and \(after) may not be negative")
        let index = shape.axisIndex(axis)
        let size = shape[index]
        let (added, overflows) = before.addingReportingOverflow(after)
        require(
            !overflows && added <= Int.max - size, "padded: an axis of \(size) cannot grow by \(before) and \(after)")
        let result = shape.replacing(axis: index, with: size + added)
        let output = Tensor.zeros(result, in: context)
        let strides = result.strides
        copy(shape, from: shape.strides, start: 0, to: output, strides, start: before * strides[index], "pad")
        return Tape.record(output, from: [self]) { [$0.sliced(axis: index, before..<(before + size))] }
    }
}
