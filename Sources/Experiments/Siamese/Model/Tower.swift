import SwiftletNN
import SwiftletONNX
import SwiftletTensor

/// One of the two towers of a siamese network, which share all weights: from pictures to embeddings. Being one module that
/// is called for both pictures of a pair, it has each weight once.
public protocol Tower: ONNXLayer {
    /// The last layer, whose output count is the embedding's dimension.
    var head: Linear { get }
}

extension ModelConfiguration {
    /// The network with weights drawn from `random`.
    public func makeTower(random: RandomStream, in context: ComputeContext) throws -> any Tower {
        switch kind {
        case .pooled:
            try PooledTower(size: size, channels: width, embeddingDimension: embeddingDimension)
                .initialized(random: random, in: context)
        case .classic:
            try ClassicTower(size: size, hiddenUnits: width, embeddingDimension: embeddingDimension)
                .initialized(random: random, in: context)
        }
    }
}
