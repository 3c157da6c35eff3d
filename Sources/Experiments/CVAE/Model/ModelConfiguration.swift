/// How the decoder is told the class.
public enum Conditioning: String, Codable, CaseIterable, Sendable {
    /// The class stands beside z.
    case concatenation
    /// The class and the products of every component of z with it: the first layer has weights of its own for z in each class.
    case product
}

/// What defines the network. The data add the size of the pictures and the number of classes (`PictureFormat`).
public struct ModelConfiguration: Codable, Equatable, Sendable {
    /// Linear layers or convolutions.
    public var kind: ModelKind
    /// Sizes of the hidden linear layers between picture (or convolutions) and latent variables; the decoder has them in
    /// reverse order.
    public var hidden: [Int]
    /// Channels of the encoder's convolutions; the decoder has them in reverse order. None in an mlp.
    public var channels: [Int]
    /// Number of latent variables.
    public var latent: Int
    /// How the decoder is told the class.
    public var conditioning = Conditioning.concatenation

    /// A network of the given kind with its customary sizes: hidden 400 and 20 latent variables for an mlp, channels 32
    /// and 64 and 32 latent variables for convolutions.
    public init(kind: ModelKind = .mlp) {
        self.kind = kind
        hidden = kind == .mlp ? [400] : []
        channels = kind == .mlp ? [] : [32, 64]
        latent = kind == .mlp ? 20 : 32
    }

    /// Numbers that the decoder is given.
    func decoderInputs(_ format: PictureFormat) -> Int {
        switch conditioning {
        case .concatenation: latent + format.classCount
        case .product: latent * format.classCount + format.classCount
        }
    }
}
