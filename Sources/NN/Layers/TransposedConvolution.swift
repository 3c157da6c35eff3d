import SwiftletAutodiff
import SwiftletTensor

/// Transposed convolution over one dimension under an activation: [N, inputs, L] to [N, outputs, OL], as
/// `torch.nn.ConvTranspose1d`.
public final class ConvTranspose1d: Layer {
    /// [inputs, outputs / groups, kernel].
    public let weight: Parameter
    /// [outputs], if there is one.
    public let bias: Parameter?
    /// How the filters move over the output.
    public let options: Convolution1dOptions
    /// What is applied behind the bias.
    public let activation: Activation

    /// A layer with drawn weights; by default those of PyTorch.
    public init(
        inputs: Int, outputs: Int, kernelSize: Int, options: Convolution1dOptions = Convolution1dOptions(),
        bias: Bool = true, activation: Activation = .identity, weightInitializer: Initializer = .fanInUniform,
        biasInitializer: Initializer = .fanInUniform, random: RandomStream, in context: ComputeContext
    ) {
        requireGroups(options.groups, divide: inputs, and: outputs, of: "ConvTranspose1d")
        (weight, self.bias) = makeWeights(
            [inputs, outputs / options.groups, kernelSize], biasCount: bias ? outputs : nil, weightInitializer,
            biasInitializer, random, context)
        self.options = options
        self.activation = activation
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            input.convTranspose1d(
                weight: pass.variable(weight), bias: bias.map(pass.variable), options, activation: activation)
        }
    }
}

/// Transposed convolution over two dimensions under an activation: [N, inputs, H, W] to [N, outputs, OH, OW], as
/// `torch.nn.ConvTranspose2d`.
public final class ConvTranspose2d: Layer {
    /// [inputs, outputs / groups, kernel height, kernel width].
    public let weight: Parameter
    /// [outputs], if there is one.
    public let bias: Parameter?
    /// How the filters move over the output.
    public let options: Convolution2dOptions
    /// What is applied behind the bias.
    public let activation: Activation

    /// A layer with drawn weights; by default those of PyTorch.
    public init(
        inputs: Int, outputs: Int, kernelSize: Extent2d, options: Convolution2dOptions = Convolution2dOptions(),
        bias: Bool = true, activation: Activation = .identity, weightInitializer: Initializer = .fanInUniform,
        biasInitializer: Initializer = .fanInUniform, random: RandomStream, in context: ComputeContext
    ) {
        requireGroups(options.groups, divide: inputs, and: outputs, of: "ConvTranspose2d")
        (weight, self.bias) = makeWeights(
            [inputs, outputs / options.groups, kernelSize.height, kernelSize.width], biasCount: bias ? outputs : nil,
            weightInitializer,
            biasInitializer, random, context)
        self.options = options
        self.activation = activation
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            input.convTranspose2d(
                weight: pass.variable(weight), bias: bias.map(pass.variable), options, activation: activation)
        }
    }
}
