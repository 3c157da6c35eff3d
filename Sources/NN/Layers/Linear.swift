import SwiftletTensor

/// activation(input * weight transposed + bias): [..., inputs] to [..., outputs], as `torch.nn.Linear`.
public final class Linear: Layer, PreparedModule {
    /// [outputs, inputs].
    public let weight: Parameter
    /// [outputs], if there is one.
    public let bias: Parameter?
    /// Divides the weight by its largest singular value at each use, if it is there.
    public let spectralNorm: SpectralNorm?
    /// The activation applied after the bias.
    public let activation: Activation

    /// A layer from `inputs` to `outputs` features; initializers are by default those of PyTorch.
    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, activation: Activation = .identity,
        weightInitializer: Initializer = .fanInUniform, biasInitializer: Initializer = .fanInUniform,
        spectralNorm: Bool = false
    ) {
        let shape: Shape = [outputs, inputs]
        weight = Parameter(shape, weightInitializer)
        self.bias = bias ? Parameter([outputs], biasInitializer, fans: Fans(of: shape)) : nil
        self.spectralNorm = spectralNorm ? SpectralNorm(of: shape) : nil
        self.activation = activation
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            let weight = weight(for: input)
            return input.linear(
                weight: spectralNorm?(weight) ?? weight, bias: bias?(for: input), activation: activation)
        }
    }

    func prepare(random: RandomStream) { spectralNorm?.iterate(on: weight.value) }
}
