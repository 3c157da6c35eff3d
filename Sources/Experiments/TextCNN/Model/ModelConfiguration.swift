/// What defines the network.
public struct ModelConfiguration: Codable, Equatable, Sendable {
    /// Lengths of the temporal convolutions, in tokens.
    public var kernelSizes = [1, 2, 3]
    /// Filters a kernel size.
    public var filters = 100
    /// Global pooling over positions.
    public var pooling = Pooling.both
    /// Share of the pooled features that training drops.
    public var dropout: Float = 0.5
    /// Share of the embedded words' elements that training drops.
    public var embeddingDropout: Float = 0.5
    /// Numbers a word where no vectors are given.
    public var embeddingDimension = 50
    /// Whether training changes the embedding.
    public var updateEmbedding = true

    /// The defaults.
    public init() {}

    /// Number of pooled features.
    public var featureCount: Int { filters * kernelSizes.count * (pooling == .both ? 2 : 1) }

    /// The longest kernel: the least length that a padded sentence must have.
    public var longestKernel: Int { kernelSizes.max() ?? 0 }
}
