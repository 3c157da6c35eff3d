// Diagonals of matrices. Diagonal k holds the elements [i, i + k]: above the main one for k > 0, below it for k < 0.

extension NDArray {
    /// The elements of each matrix [..., rows, columns] on the `k`-th diagonal and above it, zeros or false below.
    public func triu(_ k: Int = 0) -> NDArray {
        triangle("triu") { row, columns in
            Swift.min(row + k, columns)..<columns
        } backward: {
            $0.triu(k)
        }
    }

    /// The elements of each matrix [..., rows, columns] on the `k`-th diagonal and below it, zeros or false above.
    public func tril(_ k: Int = 0) -> NDArray {
        triangle("tril") { row, _ in
            0..<Swift.max(row + k + 1, 0)
        } backward: {
            $0.tril(k)
        }
    }

    private func triangle(
        _ name: String, _ kept: (_ row: Int, _ columns: Int) -> Range<Int>,
        backward: @escaping (Tensor) -> Tensor
    ) -> NDArray {
        require(shape.rank >= 2, "\(name): expected matrices, got the shape \(shape)")
        let (rows, columns) = (shape[-2], shape[-1])
        let output = NDArray.zeros(shape, in: context)
        for row in 0..<(columns == 0 ? 0 : count / columns) {
            let range = kept(row % rows, columns).clamped(to: 0..<columns)
            let start = row * columns + range.lowerBound
            (output.mutableBase + start).update(from: base + start, count: range.count)
        }
        return NDArray.recordMove(output, from: [self]) { [backward($0)] }
    }

    /// The elements [i, i + offset] along two axes, which are replaced by a last one.
    public func diagonal(offset: Int = 0, axes: (Int, Int) = (0, 1)) -> NDArray {
        let (row, column) = (shape.axisIndex(axes.0), shape.axisIndex(axes.1))
        require(row != column, "diagonal: expected two axes of \(shape), got axis \(axes.0) twice")
        let strides = shape.strides
        let size =
            offset < 0 ? Swift.min(shape[row] + offset, shape[column]) : Swift.min(shape[row], shape[column] - offset)
        let others = (0..<shape.rank).filter { $0 != row && $0 != column }
        let start = offset < 0 ? -offset * strides[row] : offset * strides[column]
        let result = Shape(others.map { shape[$0] } + [Swift.max(size, 0)])
        return block(
            StridedBlock(
                shape: result, strides: others.map { strides[$0] } + [strides[row] + strides[column]],
                start: result.count == 0 ? 0 : start),
            "diagonal")
    }
}

extension Tensor {
    /// The sum of the main diagonal of a matrix, of shape [].
    public func trace() -> Tensor {
        require(shape.rank == 2, "trace: expected a matrix, got the shape \(shape)")
        return diagonal().sum()
    }
}

extension IntTensor {
    /// The sum of the main diagonal of a matrix, of shape [].
    public func trace() -> IntTensor {
        require(shape.rank == 2, "trace: expected a matrix, got the shape \(shape)")
        return diagonal().sum()
    }
}
