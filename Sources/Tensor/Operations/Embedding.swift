import CKernels

extension Tensor {
    /// The rows of this table [vocabulary, dimension] that `indices` name: [...] to [..., dimension].
    ///
    /// Throws `KernelError` for an index outside the table.
    public func embedding(_ indices: IntTensor) throws -> Tensor {
        var descriptor = Tensor.embeddingDescriptor(shape, indices, paddingIndex: nil)
        let output = Tensor(uninitialized: Shape(indices.shape.dimensions + [shape[1]]), in: context)
        var work: KernelWork { KernelWork("embedding", reads: [output.shape, indices.shape], writes: [output.shape]) }
        try context.runOnData(work) { context in
            ck_embedding_f32_forward(context, &descriptor, base, indices.base, output.mutableBase)
        }
        return output
    }

    /// The gradient of `embedding` at a table of shape `tableShape`: gradients of equal indices are added up, and the row
    /// `paddingIndex` gets none.
    public static func embeddingGradient(
        outputGradient: Tensor, indices: IntTensor, tableShape: Shape, paddingIndex: Int? = nil
    ) -> Tensor {
        var descriptor = embeddingDescriptor(tableShape, indices, paddingIndex: paddingIndex)
        require(
            outputGradient.count == indices.count * tableShape[1],
            "embedding: a gradient of shape \(outputGradient.shape) for \(indices.count) rows of \(tableShape)")
        var work: KernelWork { KernelWork("embedding gradient", reads: [outputGradient.shape, indices.shape]) }
        return filled(tableShape, in: outputGradient.context, work) { context, tableGradient in
            ck_embedding_f32_backward(context, &descriptor, outputGradient.base, indices.base, 0, tableGradient)
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
