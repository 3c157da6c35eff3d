import SwiftletTensor

extension Variable {
    /// The rows of this table [vocabulary, dimension] that `indices` name: [...] to [..., dimension]. The row `paddingIndex`
    /// gets no gradient.
    ///
    /// Throws `KernelError` for an index outside the table.
    public func embedding(_ indices: IntTensor, paddingIndex: Int? = nil) throws -> Variable {
        let tableShape = shape
        return Tape.record(try value.embedding(indices), from: [self]) { outputGradient in
            [
                Tensor.embeddingGradient(
                    outputGradient: outputGradient, indices: indices, tableShape: tableShape,
                    paddingIndex: paddingIndex)
            ]
        }
    }
}
