import CKernels

// Calls of the kernels; nothing is recorded.
extension Convolution {
    func forward(_ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ activation: Activation) -> Tensor {
        let (shape, result) = (input.shape, outputShape(input.shape, weight.shape, in: input.context))
        if let bias {
            require(
                bias.shape == [result[1]], "\(name): expected a bias of shape [\(result[1])], got \(bias.shape)")
        }
        var epilogue = activation.epilogue
        var work: KernelWork {
            KernelWork(
                name, reads: [shape, weight.shape], multiplyAdds: multiplyAdds(shape, weight.shape, output: result))
        }
        return Tensor.filled(result, in: input.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(shape, weight.shape)
                let kernel = isTransposed ? ck_conv_transpose1d_f32_forward : ck_conv1d_f32_forward
                return kernel(context, &descriptor, &epilogue, input.base, weight.base, bias?.base, output)
            }
            var descriptor = descriptor2d(shape, weight.shape)
            let kernel = isTransposed ? ck_conv_transpose2d_f32_forward : ck_conv2d_f32_forward
            return kernel(context, &descriptor, &epilogue, input.base, weight.base, bias?.base, output)
        }
    }

    func backwardData(_ gradient: Tensor, _ weight: Tensor, _ inputShape: Shape) -> Tensor {
        requireOutput(gradient, inputShape, weight.shape)
        var work: KernelWork {
            KernelWork(
                "\(name) input gradient", reads: [gradient.shape, weight.shape],
                multiplyAdds: multiplyAdds(inputShape, weight.shape, output: gradient.shape))
        }
        return Tensor.filled(inputShape, in: weight.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(inputShape, weight.shape)
                let kernel = isTransposed ? ck_conv_transpose1d_f32_backward_data : ck_conv1d_f32_backward_data
                return kernel(context, &descriptor, gradient.base, weight.base, 0, output)
            }
            var descriptor = descriptor2d(inputShape, weight.shape)
            let kernel = isTransposed ? ck_conv_transpose2d_f32_backward_data : ck_conv2d_f32_backward_data
            return kernel(context, &descriptor, gradient.base, weight.base, 0, output)
        }
    }

    func weightGradients(
        _ input: Tensor, _ gradient: Tensor, weightShape: Shape, withBias: Bool
    ) -> (weight: Tensor, bias: Tensor?) {
        requireOutput(gradient, input.shape, weightShape)
        let shape = input.shape
        let bias = withBias ? Tensor(uninitialized: [gradient.shape[1]], in: input.context) : nil
        var work: KernelWork {
            KernelWork(
                "\(name) weight gradient", reads: [shape, gradient.shape], writes: bias.map { [$0.shape] } ?? [],
                multiplyAdds: multiplyAdds(shape, weightShape, output: gradient.shape))
        }
        let weight = Tensor.filled(weightShape, in: input.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(shape, weightShape)
                let kernel = isTransposed ? ck_conv_transpose1d_f32_backward_weights : ck_conv1d_f32_backward_weights
                return kernel(context, &descriptor, input.base, gradient.base, 0, output, bias?.mutableBase)
            }
            var descriptor = descriptor2d(shape, weightShape)
            let kernel = isTransposed ? ck_conv_transpose2d_f32_backward_weights : ck_conv2d_f32_backward_weights
            return kernel(context, &descriptor, input.base, gradient.base, 0, output, bias?.mutableBase)
        }
        return (weight, bias)
    }

    /// The shape of the output.
    func outputShape(_ input: Shape, _ weight: Shape, in context: ComputeContext) -> Shape {
        var (height, width): (Int64, Int64) = (0, 0)
        context.check { handle in
            if dimensions == 1 {
                var descriptor = descriptor1d(input, weight)
                let size = isTransposed ? ck_conv_transpose1d_output_size : ck_conv1d_output_size
                return size(handle, &descriptor, &width)
            }
            var descriptor = descriptor2d(input, weight)
            let size = isTransposed ? ck_conv_transpose2d_output_size : ck_conv2d_output_size
            return size(handle, &descriptor, &height, &width)
        }
        let channels = isTransposed ? weight[1] * groups : weight[0]
        return dimensions == 1
            ? [input[0], channels, Int(width)] : [input[0], channels, Int(height), Int(width)]
    }

    private func requireOutput(_ gradient: Tensor, _ input: Shape, _ weight: Shape) {
        let expected = outputShape(input, weight, in: gradient.context)
        require(
            gradient.shape == expected,
            "\(name): expected an output gradient of shape \(expected), got \(gradient.shape)")
    }

    /// Each weight meets each position, of the output or, in the transposed form, of the input.
    private func multiplyAdds(_ input: Shape, _ weight: Shape, output: Shape) -> Int {
        let positions = isTransposed ? input : output
        return weight.count * positions[0] * positions.count(of: 2..<positions.rank)
    }

    private func channels(_ input: Shape, _ weight: Shape) -> (input: Int64, output: Int64) {
        require(
            input.rank == dimensions + 2 && weight.rank == dimensions + 2,
            """
            \(name): expected input and weight with \(dimensions == 1 ? "three" : "four") axes, got the shapes \(input) and \
            \(weight)
            """)
        require(groups >= 1, "\(name): groups must be at least 1, got \(groups)")
        let channels = isTransposed ? weight[0] : weight[1] * groups
        require(
            input[1] == channels,
            """
            \(name): the weight \(weight) with \(groups) group(s) expects \(channels) input channels, but the input \
            \(input) has \(input[1])
            """)
        return (Int64(channels), Int64(isTransposed ? weight[1] * groups : weight[0]))
    }

    func descriptor1d(_ input: Shape, _ weight: Shape) -> ck_conv1d_descriptor {
        let channels = channels(input, weight)
        return ck_conv1d_descriptor(
            batch: Int64(input[0]), in_channels: channels.input, out_channels: channels.output, groups: Int64(groups),
            in_length: Int64(input[2]), kernel_length: Int64(weight[2]), stride: Int64(stride.width),
            padding: Int64(padding.width), dilation: Int64(dilation.width),
            output_padding: Int64(outputPadding.width))
    }

    private func descriptor2d(_ input: Shape, _ weight: Shape) -> ck_conv2d_descriptor {
        let channels = channels(input, weight)
        return ck_conv2d_descriptor(
            batch: Int64(input[0]), in_channels: channels.input, out_channels: channels.output, groups: Int64(groups),
            in_height: Int64(input[2]), in_width: Int64(input[3]), kernel_height: Int64(weight[2]),
            kernel_width: Int64(weight[3]), stride_height: Int64(stride.height), stride_width: Int64(stride.width),
            padding_height: Int64(padding.height), padding_width: Int64(padding.width),
            dilation_height: Int64(dilation.height), dilation_width: Int64(dilation.width),
            output_padding_height: Int64(outputPadding.height), output_padding_width: Int64(outputPadding.width))
    }
}
