import SwiftletNN
import SwiftletONNX
import SwiftletTensor

/// The part of a conditional VAE that looks at a picture and its class.
protocol PictureEncoder: Module {
    /// Features [examples, `featureCount`] of pictures [examples, pixels] and classes [examples, classes], one-hot.
    func callAsFunction(_ pictures: Tensor, classes: Tensor) -> Tensor
    /// Number of features.
    var featureCount: Int { get }
    /// Adds it to a graph: features of pictures [examples, 1, height, width] and one-hot classes. Throws `ONNXError`.
    func append(
        to graph: ONNXGraph, _ pictures: ONNXValue, classes: ONNXValue, named path: String
    ) throws -> ONNXValue
}

/// The part of a conditional VAE that draws a picture.
protocol PictureDecoder: Module {
    /// Logits [examples, pixels] from what stands for z, and one-hot classes beside it: [examples, decoder inputs].
    func callAsFunction(_ input: Tensor) -> Tensor
    /// Adds it to a graph: logits [examples, 1, height, width]. Throws `ONNXError`.
    func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue
}

/// Linear layers with ReLU, one after the other.
func makeHiddenLayers(inputs: Int, sizes: [Int]) -> [Linear] {
    zip([inputs] + sizes, sizes).map { Linear($0, $1, activation: .relu) }
}
