import CKernels

/// How a convolution in two dimensions moves over its input.
public struct Convolution2dOptions: Equatable, Sendable {
    /// Steps from one output to the next.
    public var stride: Extent2d
    /// Zeros on each side of the input.
    public var padding: Extent2d
    /// Steps from one filter value to the next.
    public var dilation: Extent2d
    /// Parts into which the channels are divided, each with filters of its own.
    public var groups: Int
    /// Size added to one side of the output; transposed form only.
    public var outputPadding: Extent2d

    /// Options with PyTorch's defaults.
    public init(
        stride: Extent2d = 1, padding: Extent2d = 0, dilation: Extent2d = 1, groups: Int = 1,
        outputPadding: Extent2d = 0
    ) {
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        self.outputPadding = outputPadding
    }
}

/// The two forms of convolution in two dimensions, each with its forward pass and its gradients.
public enum Convolution2d: Sendable {
    /// Cross-correlation, as in PyTorch: input [N, C, H, W], weight [O, C / groups, KH, KW], output [N, O, OH, OW].
    case direct
    /// Its transpose: input [N, C, H, W], weight [C, O / groups, KH, KW], output [N, O, OH, OW].
    case transposed

    /// activation(convolution(input, weight) + bias), with a bias for each output channel.
    public func forward(
        _ input: Tensor, weight: Tensor, bias: Tensor?, _ options: Convolution2dOptions, activation: Activation
    ) -> Tensor {
        var descriptor = descriptor(input.shape, weight.shape, options)
        if let bias {
            require(
                bias.shape == [Int(descriptor.out_channels)],
                "\(name): expected a bias of shape [\(descriptor.out_channels)], got \(bias.shape)")
        }
        let result = outputShape(input.shape, weight.shape, options, in: input.context)
        var epilogue = activation.epilogue
        let kernel = self == .direct ? ck_conv2d_f32_forward : ck_conv_transpose2d_f32_forward
        var work: KernelWork {
            KernelWork(
                name, reads: [input.shape, weight.shape],
                multiplyAdds: multiplyAdds(input.shape, weight.shape, output: result))
        }
        return Tensor.filled(result, in: input.context, work) { context, output in
            kernel(context, &descriptor, &epilogue, input.base, weight.base, bias?.base, output)
        }
    }

    /// The gradient at the input, of shape `inputShape`, from the gradient at the output.
    public func inputGradient(
        outputGradient: Tensor, weight: Tensor, inputShape: Shape, _ options: Convolution2dOptions
    ) -> Tensor {
        var descriptor = descriptor(inputShape, weight.shape, options)
        requireOutput(outputGradient, inputShape, weight.shape, options)
        let kernel = self == .direct ? ck_conv2d_f32_backward_data : ck_conv_transpose2d_f32_backward_data
        var work: KernelWork {
            KernelWork(
                "\(name) input gradient", reads: [outputGradient.shape, weight.shape],
                multiplyAdds: multiplyAdds(inputShape, weight.shape, output: outputGradient.shape))
        }
        return Tensor.filled(inputShape, in: weight.context, work) { context, inputGradient in
            kernel(context, &descriptor, outputGradient.base, weight.base, 0, inputGradient)
        }
    }

    /// The gradients at the weight, of shape `weightShape`, and, if asked for, at the bias, from the gradient at the
    /// output.
    public func weightGradients(
        _ input: Tensor, outputGradient: Tensor, weightShape: Shape, withBias: Bool, _ options: Convolution2dOptions
    ) -> (weight: Tensor, bias: Tensor?) {
        var descriptor = descriptor(input.shape, weightShape, options)
        requireOutput(outputGradient, input.shape, weightShape, options)
        let channels = Int(descriptor.out_channels)
        let bias = withBias ? Tensor(uninitialized: [channels], in: input.context) : nil
        let kernel = self == .direct ? ck_conv2d_f32_backward_weights : ck_conv_transpose2d_f32_backward_weights
        var work: KernelWork {
            KernelWork(
                "\(name) weight gradient", reads: [input.shape, outputGradient.shape],
                writes: withBias ? [[channels]] : [],
                multiplyAdds: multiplyAdds(input.shape, weightShape, output: outputGradient.shape))
        }
        let weight = Tensor.filled(weightShape, in: input.context, work) { context, weightGradient in
            kernel(context, &descriptor, input.base, outputGradient.base, 0, weightGradient, bias?.mutableBase)
        }
        return (weight, bias)
    }

    /// The shape of the output.
    public func outputShape(
        _ input: Shape, _ weight: Shape, _ options: Convolution2dOptions, in context: ComputeContext
    ) -> Shape {
        var descriptor = descriptor(input, weight, options)
        var (height, width): (Int64, Int64) = (0, 0)
        context.check(
            self == .direct
                ? ck_conv2d_output_size(context.handle, &descriptor, &height, &width)
                : ck_conv_transpose2d_output_size(context.handle, &descriptor, &height, &width))
        return [input[0], Int(descriptor.out_channels), Int(height), Int(width)]
    }

    /// Each weight meets each position, of the output or, in the transposed form, of the input.
    private func multiplyAdds(_ input: Shape, _ weight: Shape, output: Shape) -> Int {
        let positions = self == .direct ? output : input
        return weight.count * positions[0] * positions.count(of: 2..<positions.rank)
    }

    private var name: String { self == .direct ? "conv2d" : "convTranspose2d" }

    private func descriptor(_ input: Shape, _ weight: Shape, _ options: Convolution2dOptions) -> ck_conv2d_descriptor {
        require(
            input.rank == 4 && weight.rank == 4,
            "\(name): expected input and weight with four axes, got the shapes \(input) and \(weight)")
        require(options.groups >= 1, "\(name): groups must be at least 1, got \(options.groups)")
        let channels = self == .direct ? weight[1] * options.groups : weight[0]
        require(
            input[1] == channels,
            """
            \(name): the weight \(weight) with \(options.groups) group(s) expects \(channels) input channels, but the \
            input \(input) has \(input[1])
            """)
        let outChannels = self == .direct ? weight[0] : weight[1] * options.groups
        return ck_conv2d_descriptor(
            batch: Int64(input[0]), in_channels: Int64(channels), out_channels: Int64(outChannels),
            groups: Int64(options.groups),
            in_height: Int64(input[2]), in_width: Int64(input[3]), kernel_height: Int64(weight[2]),
            kernel_width: Int64(weight[3]), stride_height: Int64(options.stride.height),
            stride_width: Int64(options.stride.width), padding_height: Int64(options.padding.height),
            padding_width: Int64(options.padding.width), dilation_height: Int64(options.dilation.height),
            dilation_width: Int64(options.dilation.width),
            output_padding_height: Int64(options.outputPadding.height),
            output_padding_width: Int64(options.outputPadding.width))
    }

    private func requireOutput(
        _ outputGradient: Tensor, _ input: Shape, _ weight: Shape, _ options: Convolution2dOptions
    ) {
        let expected = outputShape(input, weight, options, in: outputGradient.context)
        require(
            outputGradient.shape == expected,
            "\(name): expected an output gradient of shape \(expected), got \(outputGradient.shape)")
    }
}

extension Tensor {
    /// Cross-correlation of [N, C, H, W] with filters [O, C / groups, KH, KW] to [N, O, OH, OW], plus a bias for each output
    /// channel, under an activation.
    public func conv2d(
        weight: Tensor, bias: Tensor? = nil, _ options: Convolution2dOptions = Convolution2dOptions(),
        activation: Activation = .identity
    ) -> Tensor {
        Convolution2d.direct.forward(self, weight: weight, bias: bias, options, activation: activation)
    }

    /// Transposed convolution of [N, C, H, W] with filters [C, O / groups, KH, KW] to [N, O, OH, OW], plus a bias for each
    /// output channel, under an activation.
    public func convTranspose2d(
        weight: Tensor, bias: Tensor? = nil, _ options: Convolution2dOptions = Convolution2dOptions(),
        activation: Activation = .identity
    ) -> Tensor {
        Convolution2d.transposed.forward(self, weight: weight, bias: bias, options, activation: activation)
    }
}
