import SwiftletAutodiff
import SwiftletTensor

/// Cross-correlation over one dimension under an activation: [N, inputs, L] to [N, outputs, OL], as
/// `torch.nn.Conv1d`.
public final class Conv1d: Layer {
    /// [outputs, inputs / groups, kernel].
    public let weight: Parameter
    /// [outputs], if there is one.
    public let bias: Parameter?
    /// How the filters move over the input.
    public let options: Convolution1dOptions
    /// What the positions are that padding adds.
    public let paddingMode: PaddingMode
    /// What is applied behind the bias.
    public let activation: Activation

    /// A layer with drawn weights; by default those of PyTorch.
    public init(
        inputs: Int, outputs: Int, kernelSize: Int, options: Convolution1dOptions = Convolution1dOptions(),
        paddingMode: PaddingMode = .zeros, bias: Bool = true, activation: Activation = .identity,
        weightInitializer: Initializer = .fanInUniform,
        biasInitializer: Initializer = .fanInUniform, random: RandomStream, in context: ComputeContext
    ) {
        requireGroups(options.groups, divide: inputs, and: outputs, of: "Conv1d")
        (weight, self.bias) = makeWeights(
            [outputs, inputs / options.groups, kernelSize], biasCount: bias ? outputs : nil, weightInitializer,
            biasInitializer, random, context)
        self.options = options
        self.paddingMode = paddingMode
        self.activation = activation
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            let (input, options) = padded(input)
            return input.conv1d(
                weight: pass.variable(weight), bias: bias.map(pass.variable), options, activation: activation)
        }
    }

    /// Input and options for the operator, which pads with zeros alone.
    private func padded(_ input: Variable) -> (Variable, Convolution1dOptions) {
        if paddingMode == .zeros { return (input, options) }
        var unpadded = options
        unpadded.padding = 0
        return (
            input.padded(alongAxis: 2, before: options.padding, after: options.padding, mode: paddingMode), unpadded
        )
    }
}

extension Conv1d {
    /// The largest output over all positions, or over the first `validLengths` of each example, [N, inputs, L] to
    /// [N, outputs]: as `GlobalMaxPool` behind this layer, with much cheaper gradients.
    public func globalMaxPool(_ input: Variable, validLengths: IntTensor? = nil, _ pass: Pass) -> Variable {
        pass.running(self) {
            let (input, options) = padded(input)
            return input.conv1dGlobalMaxPool(
                weight: pass.variable(weight), bias: bias.map(pass.variable), options, activation: activation,
                validLengths: validLengths)
        }
    }
}

/// Cross-correlation over two dimensions under an activation: [N, inputs, H, W] to [N, outputs, OH, OW], as
/// `torch.nn.Conv2d`.
public final class Conv2d: Layer {
    /// [outputs, inputs / groups, kernel height, kernel width].
    public let weight: Parameter
    /// [outputs], if there is one.
    public let bias: Parameter?
    /// Divides the weight by its largest singular value at each use, if it is there.
    public let spectralNorm: SpectralNorm?
    /// How the filters move over the input.
    public let options: Convolution2dOptions
    /// What the positions are that padding adds.
    public let paddingMode: PaddingMode
    /// What is applied behind the bias.
    public let activation: Activation

    /// A layer with drawn weights; by default those of PyTorch.
    public init(
        inputs: Int, outputs: Int, kernelSize: Extent2d, options: Convolution2dOptions = Convolution2dOptions(),
        paddingMode: PaddingMode = .zeros, bias: Bool = true, activation: Activation = .identity,
        weightInitializer: Initializer = .fanInUniform,
        biasInitializer: Initializer = .fanInUniform, spectralNorm: Bool = false, random: RandomStream,
        in context: ComputeContext
    ) {
        requireGroups(options.groups, divide: inputs, and: outputs, of: "Conv2d")
        (weight, self.bias) = makeWeights(
            [outputs, inputs / options.groups, kernelSize.height, kernelSize.width], biasCount: bias ? outputs : nil,
            weightInitializer,
            biasInitializer, random, context)
        self.spectralNorm =
            spectralNorm ? SpectralNorm(of: weight.value, random: random.child("spectral norm")) : nil
        self.options = options
        self.paddingMode = paddingMode
        self.activation = activation
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            let weight = pass.variable(weight)
            let (input, options) = padded(input)
            return input.conv2d(
                weight: spectralNorm?(weight, pass) ?? weight, bias: bias.map(pass.variable), options,
                activation: activation)
        }
    }

    /// Input and options for the operator, which pads with zeros alone.
    private func padded(_ input: Variable) -> (Variable, Convolution2dOptions) {
        if paddingMode == .zeros { return (input, options) }
        let (height, width) = (options.padding.height, options.padding.width)
        var unpadded = options
        unpadded.padding = 0
        let sides = Padding2d(top: height, bottom: height, left: width, right: width)
        return (input.padded(sides, mode: paddingMode), unpadded)
    }
}

/// Traps unless the channels can be divided into groups.
func requireGroups(_ groups: Int, divide inputs: Int, and outputs: Int, of layer: String) {
    precondition(
        groups > 0 && inputs % groups == 0 && outputs % groups == 0,
        "\(layer): \(groups) groups do not divide \(inputs) input and \(outputs) output channels")
}
