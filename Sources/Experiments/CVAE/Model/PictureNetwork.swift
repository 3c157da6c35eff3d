import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor

/// The part of a conditional VAE that looks at a picture and its class.
protocol PictureEncoder: Module {
    /// Features [examples, `featureCount`] of pictures [examples, pixels] and classes [examples, classes], one-hot.
    func callAsFunction(_ pictures: Tensor, classes: Tensor, _ pass: Pass) -> Variable
    /// Number of features.
    var featureCount: Int { get }
}

/// The part of a conditional VAE that draws a picture.
protocol PictureDecoder: Module {
    /// Logits [examples, pixels] from what stands for z, and one-hot classes beside it: [examples, decoder inputs].
    func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable
}

/// Linear layers with ReLU, one after the other.
func makeHiddenLayers(inputs: Int, sizes: [Int], random: RandomStream, in context: ComputeContext) -> [Linear] {
    zip([inputs] + sizes, sizes).enumerated().map { index, size in
        Linear(
            inputs: size.0, outputs: size.1, activation: .relu, random: random.child("layers").child(index), in: context
        )
    }
}
