import SwiftletAutodiff
import SwiftletTensor

/// activation(input * weight transposed + bias): [..., inputs] to [..., outputs], as `torch.nn.Linear`.
public final class Linear: Layer {
    /// [outputs, inputs].
    public let weight: Parameter
    /// [outputs], if there is one.
    public let bias: Parameter?
    /// Divides the weight by its largest singular value at each use, if it is there.
    public let spectralNorm: SpectralNorm?
    /// What is applied behind the bias.
    public let activation: Activation

    /// A layer with drawn weights; by default those of PyTorch.
    public init(
        inputs: Int, outputs: Int, bias: Bool = true, activation: Activation = .identity,
        weightInitializer: Initializer = .fanInUniform, biasInitializer: Initializer = .fanInUniform,
        spectralNorm: Bool = false, random: RandomStream, in context: ComputeContext
    ) {
        (weight, self.bias) = makeWeights(
            [outputs, inputs], biasCount: bias ? outputs : nil, weightInitializer, biasInitializer, random, context)
        self.spectralNorm =
            spectralNorm ? SpectralNorm(of: weight.value, random: random.child("spectral norm")) : nil
        self.activation = activation
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            let weight = pass.variable(weight)
            return linear(
                input, weight: spectralNorm?(weight, pass) ?? weight, bias: bias.map(pass.variable),
                activation: activation)
        }
    }
}

/// The weights and, if `biasCount` is given, the bias of a linear or convolutional layer, each from a stream of its
/// name.
func makeWeights(
    _ shape: Shape, biasCount: Int?, _ weightInitializer: Initializer, _ biasInitializer: Initializer,
    _ random: RandomStream, _ context: ComputeContext
) -> (weight: Parameter, bias: Parameter?) {
    let fans = Fans(of: shape)
    let weight = weightInitializer(shape, fans: fans, random: random.child("weight"), in: context)
    let bias = biasCount.map { biasInitializer([$0], fans: fans, random: random.child("bias"), in: context) }
    return (Parameter(weight), bias.map { Parameter($0) })
}
