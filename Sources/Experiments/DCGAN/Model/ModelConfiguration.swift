/// What defines the two networks.
public struct ModelConfiguration: Codable, Equatable, Sendable {
    /// Height and width of a picture: one of `sizes`.
    public var size = 28
    /// 1 for grey pictures, 3 for colour.
    public var channels = 1
    /// Numbers in the noise that a picture is made from.
    public var latentSize = 100
    /// Channels of the generator's last hidden layer; each layer before it has twice as many.
    public var generatorWidth = 64
    /// Channels of the discriminator's first layer; each layer after it has twice as many.
    public var discriminatorWidth = 64
    /// Numbers in a fully connected hidden layer on the noise side of both networks (as those of Chen et al. 2016 for MNIST);
    /// nil for none (Radford et al. 2015).
    public var hiddenSize: Int?
    /// How the discriminator is kept in bounds.
    public var discriminatorNorm = DiscriminatorNorm.batch

    /// The defaults.
    public init() {}

    /// The sizes of pictures that there are networks for.
    public static let sizes = [28, 32, 64]

    /// Height and width of the smallest maps: 7, or 4.
    public var baseSize: Int { size % 7 == 0 ? 7 : 4 }

    /// Times that a map is doubled on the way to a picture.
    public var doublings: Int { (size / baseSize).trailingZeroBitCount }
}

/// How the discriminator's layers are kept in bounds.
public enum DiscriminatorNorm: String, Codable, CaseIterable, Sendable {
    /// Batch norm behind all convolutions but the first and the last (Radford et al. 2015).
    case batch
    /// Each weight divided by its largest singular value (Miyato et al. 2018); no batch norm.
    case spectral
}
