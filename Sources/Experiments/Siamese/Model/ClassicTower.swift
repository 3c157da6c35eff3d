import SwiftletNN
import SwiftletTensor

/// The network of the usual siamese tutorial: three times reflection padding, a 3 x 3 convolution (1 to 4, 4 to 8, 8 to 8
/// channels), ReLU and batch norm, then three linear layers with ReLU between them. [N, 1, size, size] to [N, dimension].
///
/// Most of its weights, 40 of 40.3 million at a size of 100, are those of the first linear layer. Parts are named as there, so
/// that weights pass between the two.
public final class ClassicTower: Tower {
    let cnn1: Sequential
    let fc1: Sequential
    /// The last linear layer.
    public var head: Linear { fc1.layers[4] as! Linear }

    /// A network without weights. The tutorial has a size of 100, 500 hidden units and an embedding of 5.
    public init(size: Int, hiddenUnits: Int, embeddingDimension: Int) {
        func block(_ inputs: Int, _ outputs: Int) -> [any Layer] {
            let convolution = Conv2d(inputs, outputs, kernelSize: 3)
            return [ReflectionPad2d(1), convolution, ReLU(), BatchNorm2d(outputs)]
        }
        cnn1 = Sequential(block(1, 4) + block(4, 8) + block(8, 8))
        fc1 = Sequential(
            Linear(8 * size * size, hiddenUnits), ReLU(), Linear(hiddenUnits, hiddenUnits), ReLU(),
            Linear(hiddenUnits, embeddingDimension))
    }

    /// The embeddings [N, dimension] of pictures [N, 1, size, size].
    public func callAsFunction(_ pictures: Tensor) -> Tensor {
        fc1(cnn1(pictures).flattened())
    }
}
