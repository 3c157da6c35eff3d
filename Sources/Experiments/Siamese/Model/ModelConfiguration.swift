import ExperimentSupport
import SwiftletTrain

/// What defines the network.
public struct ModelConfiguration: Codable, Equatable, Sendable {
    /// The networks to choose from.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// `PooledTower`: convolutions with pooling, an embedding of length 1.
        case pooled
        /// `ClassicTower`: the network of the usual tutorial.
        case classic
    }

    /// Which network.
    public var kind: Kind
    /// Rows and columns of a picture; others are resized to it.
    public var size = 100
    /// Numbers in an embedding.
    public var embeddingDimension: Int
    /// Width of the network: channels of the pooled tower's first convolution, units of the classic one's hidden layers.
    public var width: Int

    /// The settings of a network as it is meant to be.
    public init(_ kind: Kind) {
        self.kind = kind
        switch kind {
        case .pooled: (embeddingDimension, width) = (256, 16)
        case .classic: (embeddingDimension, width) = (5, 500)
        }
    }

    /// What the darkest and the brightest level of a picture become. The tutorial has them from 0 to 1.
    var scale: ClosedRange<Float> { kind == .classic ? 0...1 : -1...1 }

    /// The largest distance that two embeddings can have; nil if there is none.
    var largestDistance: Float? { kind == .pooled ? 2 : nil }

    /// Names and shapes of the weights whose size the settings decide.
    var largestWeights: [(name: String, shape: [Int])] {
        switch kind {
        case .pooled:
            let side = size / PooledTower.reduction
            return [
                ("embedding.weight", [embeddingDimension, 2 * width * side * side]),
                ("features.5.weight", [2 * width, width, 3, 3]),
            ]
        case .classic:
            return [
                ("fc1.0.weight", [width, 8 * size * size]), ("fc1.2.weight", [width, width]),
                ("fc1.4.weight", [embeddingDimension, width]),
            ]
        }
    }

    /// Least size of a picture that leaves the network something to look at.
    static func leastSize(_ kind: Kind) -> Int {
        switch kind {
        case .pooled: PooledTower.reduction
        case .classic: 2
        }
    }

    /// Throws `RunError` that names the flag of the first setting that makes no sense.
    public func validate() throws {
        try requireCount(size, "--size", minimum: Self.leastSize(kind), maximum: 1024)
        try requireCount(embeddingDimension, "--embedding-dimension", maximum: 4096)
        try requireCount(width, "width", maximum: 4096)
    }
}
