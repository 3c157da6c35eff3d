import CKernels

extension Tensor {
    /// The rows of this table [vocabulary, dimension] that `indices` name: [...] to [..., dimension]. The row `paddingIndex`
    /// gets no gradient.
    ///
    /// Throws `KernelError` for an index outside the table.
    public func embedding(_ indices: IntTensor, paddingIndex: Int? = nil) throws -> Tensor {
        var descriptor = Tensor.embeddingDescriptor(shape, indices, paddingIndex: nil)
        let tableShape = shape
        let output = Tensor(uninitialized: Shape(indices.shape.dimensions + [shape[1]]), in: context)
        var work: KernelWork { KernelWork("embedding", reads: [output.shape, indices.shape], writes: [output.shape]) }
        try context.runOnData(work) { context in
            ck_embedding_f32_forward(context, &descriptor, base, indices.base, output.mutableBase)
        }
        return Tape.record(output, from: [self]) { [.embeddingGradient($0, indices, tableShape, paddingIndex)] }
            .following(indices)
    }

    /// The gradient of `embedding` at its table: gradients of equal indices are added up.
    private static func embeddingGradient(
        _ gradient: Tensor, _ indices: IntTensor, _ tableShape: Shape, _ paddingIndex: Int?
    ) -> Tensor {
        var descriptor = embeddingDescriptor(tableShape, indices, paddingIndex: paddingIndex)
        var work: KernelWork { KernelWork("embedding gradient", reads: [gradient.shape, indices.shape]) }
        let value = filled(tableShape, in: gradient.context, work) { context, tableGradient in
            ck_embedding_f32_backward(context, &descriptor, gradient.base, indices.base, 0, tableGradient)
        }
        return Tape.record(value, from: [gradient]) { second in
            var kept = second
            if let paddingIndex {
                let rows = (0..<tableShape[0]).map { $0 == paddingIndex ? Float(0) : 1 }
                kept = second * Tensor(rows, shape: [tableShape[0], 1], in: second.context)
            }
            // The indices were valid before.
            return [try? kept.embedding(indices)]
        }
    }

    private static func embeddingDescriptor(
        _ table: Shape, _ indices: IntTensor, paddingIndex: Int?
    ) -> ck_embedding_descriptor {
        require(table.rank == 2, "embedding: expected a table [vocabulary, dimension], got the shape \(table)")
        return ck_embedding_descriptor(
            count: Int64(indices.count), vocabulary: Int64(table[0]), dimension: Int64(table[1]),
            padding_index: Int64(paddingIndex ?? -1))
    }
}
