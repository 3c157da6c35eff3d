import SwiftletAutodiff
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
        channels: Int, height: Int, width: Int, classes: Int, widths: Widths = Widths(), random: RandomStream,
        in context: ComputeContext
    ) {
        func convolution(_ inputs: Int, _ outputs: Int, _ name: String) -> Conv2d {
            // The batch norm that follows has a shift of its own.
            Conv2d(
                inputs: inputs, outputs: outputs, kernelSize: 3, options: Convolution2dOptions(padding: 1), bias: false,
                weightInitializer: .heNormal, random: random.child(name), in: context)
        }
        conv1 = convolution(channels, widths.first, "conv1")
        bn1 = BatchNorm2d(channels: widths.first, in: context)
        conv2 = convolution(widths.first, widths.second, "conv2")
        bn2 = BatchNorm2d(channels: widths.second, in: context)
        conv3 = convolution(widths.second, widths.third, "conv3")
        bn3 = BatchNorm2d(channels: widths.third, in: context)
        hidden = Linear(
            inputs: widths.third * (height / 4) * (width / 4), outputs: widths.hidden, activation: .relu,
            weightInitializer: .heNormal, biasInitializer: .zeros, random: random.child("hidden"), in: context)
        output = Linear(
            inputs: widths.hidden, outputs: classes, random: random.child("output"), in: context)
    }

    /// The hidden layer [N, hidden], after its ReLU, for pictures [N, channels, height, width].
    func features(_ pictures: Variable, _ pass: Pass) -> Variable {
        let pooling = Pool2dOptions(kernelSize: 2)
        let first = bn1(conv1(pictures, pass), pass).relu().maxPool2d(pooling)
        let second = bn2(conv2(first, pass), pass).relu().maxPool2d(pooling)
        let third = bn3(conv3(second, pass), pass).relu()
        return hidden(third.flattened(), pass)
    }

    /// Logits [N, classes] for features [N, hidden].
    func logits(ofFeatures features: Variable, _ pass: Pass) -> Variable { output(features, pass) }
}
