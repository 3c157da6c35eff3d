import CKernels

/// A pooling window in two dimensions.
public struct Pool2dOptions: Equatable, Sendable {
    /// Size of the window.
    public var kernelSize: Extent2d
    /// Steps from one window to the next.
    public var stride: Extent2d
    /// Positions on each side of the input that count as minus infinity (maximum) or zero (average); at most half the
    /// window.
    public var padding: Extent2d
    /// Steps from one position of the window to the next; maximum only.
    public var dilation: Extent2d
    /// Whether an average divides by the whole window rather than by its positions inside the input.
    public var countsPadding: Bool

    /// Options with PyTorch's defaults: the stride is the size of the window.
    public init(
        kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, dilation: Extent2d = 1,
        countsPadding: Bool = true
    ) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
        self.dilation = dilation
        self.countsPadding = countsPadding
    }

    func descriptor(_ input: Shape) -> ck_pool2d_descriptor {
        require(input.rank == 4, "pool2d: expected an input with four axes, got the shape \(input)")
        return ck_pool2d_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]),
            in_height: Int64(input[2]), in_width: Int64(input[3]), kernel_height: Int64(kernelSize.height),
            kernel_width: Int64(kernelSize.width), stride_height: Int64(stride.height),
            stride_width: Int64(stride.width), padding_height: Int64(padding.height),
            padding_width: Int64(padding.width), dilation_height: Int64(dilation.height),
            dilation_width: Int64(dilation.width), count_include_padding: countsPadding)
    }

    /// The shape of the output.
    public func outputShape(_ input: Shape, in context: ComputeContext) -> Shape {
        var descriptor = descriptor(input)
        var (height, width): (Int64, Int64) = (0, 0)
        context.check(ck_pool2d_output_size(context.handle, &descriptor, &height, &width))
        return [input[0], input[1], Int(height), Int(width)]
    }

    fileprivate func requireOutput(_ outputGradient: Tensor, _ input: Shape) {
        let expected = outputShape(input, in: outputGradient.context)
        require(
            outputGradient.shape == expected,
            "pool2d: expected an output gradient of shape \(expected), got \(outputGradient.shape)")
    }

    /// The gradient of max pooling at an input of shape `inputShape`, from the positions that the forward pass found.
    public func maximumGradient(outputGradient: Tensor, indices: IntTensor, inputShape: Shape) -> Tensor {
        requireOutput(outputGradient, inputShape)
        var descriptor = descriptor(inputShape)
        var work: KernelWork { KernelWork("max pool gradient", reads: [outputGradient.shape, indices.shape]) }
        return Tensor.filled(inputShape, in: outputGradient.context, work) { context, inputGradient in
            ck_max_pool2d_f32_backward(context, &descriptor, outputGradient.base, indices.base, 0, inputGradient)
        }
    }

    /// The gradient of average pooling at an input of shape `inputShape`.
    public func averageGradient(outputGradient: Tensor, inputShape: Shape) -> Tensor {
        requireOutput(outputGradient, inputShape)
        var descriptor = descriptor(inputShape)
        var work: KernelWork { KernelWork("average pool gradient", reads: [outputGradient.shape]) }
        return Tensor.filled(inputShape, in: outputGradient.context, work) { context, inputGradient in
            ck_average_pool2d_f32_backward(context, &descriptor, outputGradient.base, 0, inputGradient)
        }
    }
}

extension Tensor {
    /// The maximum of each window, [N, C, H, W] to [N, C, OH, OW], and its position within the plane of the input.
    public func maxPool2d(_ options: Pool2dOptions) -> (output: Tensor, indices: IntTensor) {
        let result = options.outputShape(shape, in: context)
        let indices = IntTensor(uninitialized: result, in: context)
        var descriptor = options.descriptor(shape)
        var work: KernelWork { KernelWork("max pool", reads: [shape], writes: [result]) }
        let output = Tensor.filled(result, in: context, work) { context, output in
            ck_max_pool2d_f32_forward(context, &descriptor, base, output, indices.mutableBase)
        }
        return (output, indices)
    }

    /// The average of each window, [N, C, H, W] to [N, C, OH, OW].
    public func averagePool2d(_ options: Pool2dOptions) -> Tensor {
        let result = options.outputShape(shape, in: context)
        var descriptor = options.descriptor(shape)
        return Tensor.filled(result, in: context, KernelWork("average pool", reads: [shape])) { context, output in
            ck_average_pool2d_f32_forward(context, &descriptor, base, output)
        }
    }
}
