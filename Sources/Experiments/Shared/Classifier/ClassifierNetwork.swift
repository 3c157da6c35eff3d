import SwiftletNN
import SwiftletTensor

/// The network of `ImageClassifier`: three 3 x 3 convolutions with batch norm, ReLU and, after the first two, 2 x 2 maximum
/// pooling; a hidden layer; logits.
final class ClassifierNetwork: Module {
    /// Raised whenever the layers or their sizes change, so that weights of another network are never taken for this one's.
    static let version = 1
    /// Two poolings must leave something.
    static let smallestSide = 4

    /// Channels of the convolutions and numbers of the hidden layer.
    struct Widths {
        var first = 16
        var second = 32
        var third = 64
        var hidden = 128
    }

    private let conv1: Conv2d
    private let bn1: BatchNorm2d
    private let conv2: Conv2d
    private let bn2: BatchNorm2d
    private let conv3: Conv2d
    private let bn3: BatchNorm2d
    private let hidden: Linear
    private let output: Linear

    /// A network for pictures of at least `smallestSide` x `smallestSide`.
    init(
        channels: Int, height: Int, width: Int, classes: Int, widths: Widths = Widths()
    ) {
        func convolution(_ inputs: Int, _ outputs: Int) -> Conv2d {
            // The batch norm that follows has a shift of its own.
            Conv2d(inputs, outputs, kernelSize: 3, padding: 1, bias: false, weightInitializer: .heNormal)
        }
        conv1 = convolution(channels, widths.first)
        bn1 = BatchNorm2d(widths.first)
        conv2 = convolution(widths.first, widths.second)
        bn2 = BatchNorm2d(widths.second)
        conv3 = convolution(widths.second, widths.third)
        bn3 = BatchNorm2d(widths.third)
        hidden = Linear(
            widths.third * (height / 4) * (width / 4), widths.hidden, activation: .relu, weightInitializer: .heNormal,
            biasInitializer: .zeros)
        output = Linear(widths.hidden, classes)
    }

    /// The hidden layer [N, hidden], after its ReLU, for pictures [N, channels, height, width].
    func features(_ pictures: Tensor) -> Tensor {
        let first = bn1(conv1(pictures)).relu().maxPool2d(2)
        let second = bn2(conv2(first)).relu().maxPool2d(2)
        let third = bn3(conv3(second)).relu()
        return hidden(third.flattened())
    }

    /// Logits [N, classes] for features [N, hidden].
    func logits(ofFeatures features: Tensor) -> Tensor { output(features) }
}
