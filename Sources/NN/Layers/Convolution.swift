import SwiftletTensor

/// A convolution under an activation, plain or transposed, in one or two dimensions. In one dimension only widths count.
public class ConvolutionLayer: Layer, PreparedModule, @unchecked Sendable {
    /// [outputs, inputs / groups, kernel...], transposed [inputs, outputs / groups, kernel...].
    public final let weight: Parameter
    /// [outputs], if there is one.
    public final let bias: Parameter?
    /// Divides the weight by its largest singular value at each use, if it is there.
    public final let spectralNorm: SpectralNorm?
    /// The values that padding adds.
    public final let paddingMode: PaddingMode
    /// The activation applied after the bias.
    public final let activation: Activation
    package final let convolution: Convolution

    /// Steps from one output to the next.
    public final var stride: Size2D { convolution.stride }
    /// Positions added on each side of the input.
    public final var padding: Size2D { convolution.padding }
    /// Steps from one filter value to the next.
    public final var dilation: Size2D { convolution.dilation }
    /// Parts into which the channels are divided, each with filters of its own.
    public final var groups: Int { convolution.groups }
    /// Size added to one side of the output; transposed form only.
    public final var outputPadding: Size2D { convolution.outputPadding }

    fileprivate init(
        _ convolution: Convolution, _ inputs: Int, _ outputs: Int, _ kernel: [Int], _ paddingMode: PaddingMode,
        _ hasBias: Bool, _ activation: Activation, _ weightInitializer: Initializer, _ biasInitializer: Initializer,
        spectralNorm: Bool = false
    ) {
        requireGroups(convolution.groups, divide: inputs, and: outputs, of: "\(Self.self)")
        let (first, second) = convolution.isTransposed ? (inputs, outputs) : (outputs, inputs)
        let shape = Shape([first, second / convolution.groups] + kernel)
        weight = Parameter(shape, weightInitializer)
        bias = hasBias ? Parameter([outputs], biasInitializer, fans: Fans(of: shape)) : nil
        self.spectralNorm = spectralNorm ? SpectralNorm(of: shape) : nil
        self.convolution = convolution
        self.paddingMode = paddingMode
        self.activation = activation
    }

    /// The layer's output for `input`.
    public final func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            let (padded, convolution) = padded(input)
            let weight = weight(for: input)
            return convolution(
                padded, weight: spectralNorm?(weight) ?? weight, bias: bias?(for: input), activation: activation)
        }
    }

    /// Input and convolution for the operator, which pads with zeros alone.
    fileprivate final func padded(_ input: Tensor) -> (Tensor, Convolution) {
        if paddingMode == .zeros { return (input, convolution) }
        var (unpadded, output) = (convolution, input)
        unpadded.padding = 0
        output = output.padded(axis: -1, before: padding.width, after: padding.width, mode: paddingMode)
        if convolution.dimensions == 2 {
            output = output.padded(axis: -2, before: padding.height, after: padding.height, mode: paddingMode)
        }
        return (output, unpadded)
    }

    final func prepare(random: RandomStream) { spectralNorm?.iterate(on: weight.value) }
}

/// Cross-correlation over one dimension under an activation: [N, inputs, L] to [N, outputs, OL], as `torch.nn.Conv1d`.
public final class Conv1d: ConvolutionLayer, @unchecked Sendable {
    /// A layer from `inputs` to `outputs` channels; initializers are by default those of PyTorch.
    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        groups: Int = 1, paddingMode: PaddingMode = .zeros, bias: Bool = true, activation: Activation = .identity,
        weightInitializer: Initializer = .fanInUniform, biasInitializer: Initializer = .fanInUniform
    ) {
        let convolution = Convolution(
            dimensions: 1, stride: Size2D(stride), padding: Size2D(padding), dilation: Size2D(dilation), groups: groups)
        super.init(
            convolution, inputs, outputs, [kernelSize], paddingMode, bias, activation, weightInitializer,
            biasInitializer)
    }

    /// The largest output over all positions, or over the first `validLengths` of each example, [N, inputs, L] to
    /// [N, outputs]: as `GlobalMaxPool` after this layer, with much cheaper gradients.
    public func globalMaxPool(_ input: Tensor, validLengths: IntTensor? = nil) -> Tensor {
        running(input) {
            let (padded, convolution) = padded(input)
            return padded.conv1dGlobalMaxPool(
                convolution, weight: weight(for: input), bias: bias?(for: input), activation: activation,
                validLengths: validLengths)
        }
    }
}

/// Cross-correlation over two dimensions under an activation: [N, inputs, H, W] to [N, outputs, OH, OW], as
/// `torch.nn.Conv2d`. There is no Conv3d.
public final class Conv2d: ConvolutionLayer, @unchecked Sendable {
    /// A layer from `inputs` to `outputs` channels; initializers are by default those of PyTorch.
    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Size2D, stride: Size2D = 1, padding: Size2D = 0,
        dilation: Size2D = 1, groups: Int = 1, paddingMode: PaddingMode = .zeros, bias: Bool = true,
        activation: Activation = .identity, weightInitializer: Initializer = .fanInUniform,
        biasInitializer: Initializer = .fanInUniform, spectralNorm: Bool = false
    ) {
        let convolution = Convolution(
            dimensions: 2, stride: stride, padding: padding, dilation: dilation, groups: groups)
        super.init(
            convolution, inputs, outputs, [kernelSize.height, kernelSize.width], paddingMode, bias, activation,
            weightInitializer, biasInitializer, spectralNorm: spectralNorm)
    }
}

/// Transposed convolution over one dimension under an activation: [N, inputs, L] to [N, outputs, OL], as
/// `torch.nn.ConvTranspose1d`.
public final class ConvTranspose1d: ConvolutionLayer, @unchecked Sendable {
    /// A layer from `inputs` to `outputs` channels; initializers are by default those of PyTorch.
    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
        dilation: Int = 1, groups: Int = 1, bias: Bool = true, activation: Activation = .identity,
        weightInitializer: Initializer = .fanInUniform, biasInitializer: Initializer = .fanInUniform
    ) {
        let convolution = Convolution(
            dimensions: 1, isTransposed: true, stride: Size2D(stride), padding: Size2D(padding),
            dilation: Size2D(dilation), groups: groups, outputPadding: Size2D(outputPadding))
        super.init(
            convolution, inputs, outputs, [kernelSize], .zeros, bias, activation, weightInitializer, biasInitializer)
    }
}

/// Transposed convolution over two dimensions under an activation: [N, inputs, H, W] to [N, outputs, OH, OW], as
/// `torch.nn.ConvTranspose2d`.
public final class ConvTranspose2d: ConvolutionLayer, @unchecked Sendable {
    /// A layer from `inputs` to `outputs` channels; initializers are by default those of PyTorch.
    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Size2D, stride: Size2D = 1, padding: Size2D = 0,
        outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1, bias: Bool = true,
        activation: Activation = .identity, weightInitializer: Initializer = .fanInUniform,
        biasInitializer: Initializer = .fanInUniform, spectralNorm: Bool = false
    ) {
        let convolution = Convolution(
            dimensions: 2, isTransposed: true, stride: stride, padding: padding, dilation: dilation, groups: groups,
            outputPadding: outputPadding)
        super.init(
            convolution, inputs, outputs, [kernelSize.height, kernelSize.width], .zeros, bias, activation,
            weightInitializer, biasInitializer, spectralNorm: spectralNorm)
    }
}

/// Traps unless the channels can be divided into groups.
func requireGroups(_ groups: Int, divide inputs: Int, and outputs: Int, of layer: String) {
    require(
        groups > 0 && inputs % groups == 0 && outputs % groups == 0,
        "\(layer): \(groups) groups do not divide \(inputs) input and \(outputs) output channels")
}
