import CKernels

/// A pooling window in one dimension.
public struct Pool1dOptions: Equatable, Sendable {
    /// Size of the window.
    public var kernelSize: Int
    /// Steps from one window to the next.
    public var stride: Int
    /// Positions on each side of the input that count as minus infinity (maximum) or zero (average); at most half the
    /// window.
    public var padding: Int
    /// Steps from one position of the window to the next; maximum only.
    public var dilation: Int
    /// Whether an average divides by the whole window rather than by its positions inside the input.
    public var countsPadding: Bool

    /// Options with PyTorch's defaults: the stride is the size of the window.
    public init(
        kernelSize: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1, countsPadding: Bool = true
    ) {
        self.kernelSize = kernelSize
        self.stride = stride ?? kernelSize
        self.padding = padding
        self.dilation = dilation
        self.countsPadding = countsPadding
    }

    func descriptor(_ input: Shape) -> ck_pool1d_descriptor {
        require(input.rank == 3, "pool1d: expected an input with three axes, got the shape \(input)")
        return ck_pool1d_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]),
            in_length: Int64(input[2]), kernel_length: Int64(kernelSize), stride: Int64(stride),
            padding: Int64(padding), dilation: Int64(dilation), count_include_padding: countsPadding)
    }

    /// The shape of the output.
    public func outputShape(_ input: Shape, in context: ComputeContext) -> Shape {
        var descriptor = descriptor(input)
        var length: Int64 = 0
        context.check(ck_pool1d_output_size(context.handle, &descriptor, &length))
        return [input[0], input[1], Int(length)]
    }

    fileprivate func requireOutput(_ outputGradient: Tensor, _ input: Shape) {
        let expected = outputShape(input, in: outputGradient.context)
        require(
            outputGradient.shape == expected,
            "pool1d: expected an output gradient of shape \(expected), got \(outputGradient.shape)")
    }

    /// The gradient of max pooling at an input of shape `inputShape`, from the positions that the forward pass found.
    public func maximumGradient(outputGradient: Tensor, indices: IntTensor, inputShape: Shape) -> Tensor {
        requireOutput(outputGradient, inputShape)
        var descriptor = descriptor(inputShape)
        var work: KernelWork { KernelWork("max pool gradient", reads: [outputGradient.shape, indices.shape]) }
        return Tensor.filled(inputShape, in: outputGradient.context, work) { context, inputGradient in
            ck_max_pool1d_f32_backward(context, &descriptor, outputGradient.base, indices.base, 0, inputGradient)
        }
    }

    /// The gradient of average pooling at an input of shape `inputShape`.
    public func averageGradient(outputGradient: Tensor, inputShape: Shape) -> Tensor {
        requireOutput(outputGradient, inputShape)
        var descriptor = descriptor(inputShape)
        var work: KernelWork { KernelWork("average pool gradient", reads: [outputGradient.shape]) }
        return Tensor.filled(inputShape, in: outputGradient.context, work) { context, inputGradient in
            ck_average_pool1d_f32_backward(context, &descriptor, outputGradient.base, 0, inputGradient)
        }
    }
}

extension Tensor {
    /// The maximum of each window, [N, C, L] to [N, C, OL], and its position within the row of the input.
    public func maxPool1d(_ options: Pool1dOptions) -> (output: Tensor, indices: IntTensor) {
        let result = options.outputShape(shape, in: context)
        let indices = IntTensor(uninitialized: result, in: context)
        var descriptor = options.descriptor(shape)
        var work: KernelWork { KernelWork("max pool", reads: [shape], writes: [result]) }
        let output = Tensor.filled(result, in: context, work) { context, output in
            ck_max_pool1d_f32_forward(context, &descriptor, base, output, indices.mutableBase)
        }
        return (output, indices)
    }

    /// The average of each window, [N, C, L] to [N, C, OL].
    public func averagePool1d(_ options: Pool1dOptions) -> Tensor {
        let result = options.outputShape(shape, in: context)
        var descriptor = options.descriptor(shape)
        return Tensor.filled(result, in: context, KernelWork("average pool", reads: [shape])) { context, output in
            ck_average_pool1d_f32_forward(context, &descriptor, base, output)
        }
    }
}
