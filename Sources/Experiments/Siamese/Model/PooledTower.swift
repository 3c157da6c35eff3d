import SwiftletNN
import SwiftletTensor

/// The default network: two 3 x 3 convolutions, each with batch norm and ReLU, between poolings that leave a map of a
/// sixteenth of the picture's side; a linear layer sees the map place by place, because faces are upright and centred;
/// its output is brought to length 1. [N, 1, size, size] to [N, dimension].
///
/// People are told apart by coarse features, and few people are there to learn from: so the picture is averaged to a quarter
/// of its side at once, and the network is small. With 16 channels, a size of 100 and an embedding of 256 there are 300,016
/// weights, all but 4,848 of them in the linear layer.
public final class PooledTower: Tower {
    /// What the side of the picture is divided by before the linear layer.
    static let reduction = 16
    /// Added to the square of a length, which keeps a row of zeros from being divided by zero.
    static let leastSquare: Float = 1e-12

    let features: Sequential
    let embedding: Linear
    /// The last linear layer.
    public var head: Linear { embedding }

    /// A network without weights. `channels` is the width of the first convolution; the second is twice as wide.
    public init(size: Int, channels: Int, embeddingDimension: Int) {
        func block(_ inputs: Int, _ outputs: Int) -> [any Layer] {
            let convolution = Conv2d(inputs, outputs, kernelSize: 3, padding: 1, bias: false)
            return [convolution, BatchNorm2d(outputs), ReLU()]
        }
        features = Sequential(
            [AveragePool2d(4)] + block(1, channels) + [MaxPool2d(2)]
                + block(channels, 2 * channels) + [AveragePool2d(2)])
        let side = size / Self.reduction
        embedding = Linear(2 * channels * side * side, embeddingDimension)
    }

    /// The embeddings [N, dimension], of length 1, of pictures [N, 1, size, size].
    public func callAsFunction(_ pictures: Tensor) -> Tensor {
        let values = projection(pictures)
        return values / (values.squared().sum(axis: 1, keepDims: true) + Self.leastSquare).sqrt()
    }

    /// What the head makes of pictures, before it is brought to length 1.
    func projection(_ pictures: Tensor) -> Tensor {
        embedding(features(pictures).flattened())
    }
}
