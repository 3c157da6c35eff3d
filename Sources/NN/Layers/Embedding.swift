import SwiftletTensor

/// Rows of a table by index: [...] to [..., dimension], as `torch.nn.Embedding`.
public final class Embedding: Module {
    /// [vocabulary, dimension].
    public let weight: Parameter
    /// The index that stands for padding: its row gets no gradient.
    public let paddingIndex: Int?

    /// A table of drawn rows, by default from the standard normal distribution as in PyTorch; the row of the padding
    /// index is zeros.
    public init(
        _ vocabulary: Int, _ dimension: Int, paddingIndex: Int? = nil,
        initializer: Initializer = .normal(mean: 0, deviation: 1)
    ) {
        if let paddingIndex { Self.check(paddingIndex, isIn: vocabulary) }
        let shape: Shape = [vocabulary, dimension]
        weight = Parameter(shape) { random, context in
            var table = initializer(shape, fans: Fans(of: shape), random: random, in: context)
            if let paddingIndex {
                table.withUnsafeMutableElements { elements in
                    for column in 0..<dimension { elements[paddingIndex * dimension + column] = 0 }
                }
            }
            return table
        }
        self.paddingIndex = paddingIndex
    }

    /// A table that is given, such as pretrained word vectors; a frozen one is not trained.
    public init(table: Tensor, paddingIndex: Int? = nil, isFrozen: Bool = false) {
        require(table.shape.rank == 2, "an embedding table has two axes, got the shape \(table.shape)")
        if let paddingIndex { Self.check(paddingIndex, isIn: table.shape[0]) }
        weight = Parameter(table, isTrainable: !isFrozen)
        self.paddingIndex = paddingIndex
    }

    /// The rows that `indices` name. Throws `KernelError` for an index outside the table.
    public func callAsFunction(_ indices: IntTensor) throws -> Tensor {
        try running(indices) { try weight(for: indices).embedding(indices, paddingIndex: paddingIndex) }
    }

    private static func check(_ paddingIndex: Int, isIn vocabulary: Int) {
        require(
            paddingIndex >= 0 && paddingIndex < vocabulary,
            "the padding index \(paddingIndex) lies outside a table of \(vocabulary) rows")
    }
}
