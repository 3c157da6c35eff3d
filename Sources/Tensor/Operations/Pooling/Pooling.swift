import CKernels

extension Tensor {
    /// The maximum of each window, [N, C, L] to [N, C, OL]; the gradient goes to the first of equals. The stride is by default the
    /// size of the window; padding counts as minus infinity.
    public func maxPool1d(_ kernelSize: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1) -> Tensor {
        Pool(
            dimensions: 1, kernelSize: Size2D(kernelSize), stride: Size2D(stride ?? kernelSize),
            padding: Size2D(padding), dilation: Size2D(dilation)
        ).maximum(self)
    }

    /// The average of each window, [N, C, L] to [N, C, OL]. Padding is zeros, which count unless `countsPadding` is false.
    public func averagePool1d(
        _ kernelSize: Int, stride: Int? = nil, padding: Int = 0, countsPadding: Bool = true
    ) -> Tensor {
        Pool(
            dimensions: 1, kernelSize: Size2D(kernelSize), stride: Size2D(stride ?? kernelSize),
            padding: Size2D(padding), countsPadding: countsPadding
        ).average(self)
    }

    /// The maximum of each window, [N, C, H, W] to [N, C, OH, OW]; the gradient goes to the first of equals. The stride is by
    /// default the size of the window; padding counts as minus infinity.
    public func maxPool2d(
        _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1
    ) -> Tensor {
        Pool(dimensions: 2, kernelSize: kernelSize, stride: stride ?? kernelSize, padding: padding, dilation: dilation)
            .maximum(self)
    }

    /// The average of each window, [N, C, H, W] to [N, C, OH, OW]. Padding is zeros, which count unless `countsPadding` is false.
    public func averagePool2d(
        _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, countsPadding: Bool = true
    ) -> Tensor {
        Pool(
            dimensions: 2, kernelSize: kernelSize, stride: stride ?? kernelSize, padding: padding,
            countsPadding: countsPadding
        ).average(self)
    }
}

/// A pooling window in one or two dimensions; in one dimension only widths count. Padding is at most half the window.
struct Pool {
    let dimensions: Int
    let kernelSize: Size2D
    let stride: Size2D
    var padding: Size2D = 0
    var dilation: Size2D = 1
    var countsPadding = true

    func maximum(_ input: Tensor) -> Tensor {
        let (inputShape, result) = (input.shape, outputShape(input.shape, in: input.context))
        let positions = IntTensor(uninitialized: result, in: input.context)
        var work: KernelWork { KernelWork("max pool", reads: [inputShape], writes: [result]) }
        let output = Tensor.filled(result, in: input.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(inputShape)
                return ck_max_pool1d_f32_forward(context, &descriptor, input.base, output, positions.mutableBase)
            }
            var descriptor = descriptor2d(inputShape)
            return ck_max_pool2d_f32_forward(context, &descriptor, input.base, output, positions.mutableBase)
        }
        return Tape.record(output, from: [input]) { [maximumGradient($0, positions, inputShape)] }
    }

    private func maximumGradient(_ gradient: Tensor, _ positions: IntTensor, _ inputShape: Shape) -> Tensor {
        var work: KernelWork { KernelWork("max pool gradient", reads: [gradient.shape, positions.shape]) }
        let value = Tensor.filled(inputShape, in: gradient.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(inputShape)
                return ck_max_pool1d_f32_backward(context, &descriptor, gradient.base, positions.base, 0, output)
            }
            var descriptor = descriptor2d(inputShape)
            return ck_max_pool2d_f32_backward(context, &descriptor, gradient.base, positions.base, 0, output)
        }
        return Tape.record(value, from: [gradient]) { [$0.picked(at: positions)] }
    }

    func average(_ input: Tensor) -> Tensor {
        let (inputShape, result) = (input.shape, outputShape(input.shape, in: input.context))
        var work: KernelWork { KernelWork("average pool", reads: [inputShape]) }
        let output = Tensor.filled(result, in: input.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(inputShape)
                return ck_average_pool1d_f32_forward(context, &descriptor, input.base, output)
            }
            var descriptor = descriptor2d(inputShape)
            return ck_average_pool2d_f32_forward(context, &descriptor, input.base, output)
        }
        return Tape.record(output, from: [input]) { [averageGradient($0, inputShape)] }
    }

    private func averageGradient(_ gradient: Tensor, _ inputShape: Shape) -> Tensor {
        var work: KernelWork { KernelWork("average pool gradient", reads: [gradient.shape]) }
        let value = Tensor.filled(inputShape, in: gradient.context, work) { context, output in
            if dimensions == 1 {
                var descriptor = descriptor1d(inputShape)
                return ck_average_pool1d_f32_backward(context, &descriptor, gradient.base, 0, output)
            }
            var descriptor = descriptor2d(inputShape)
            return ck_average_pool2d_f32_backward(context, &descriptor, gradient.base, 0, output)
        }
        return Tape.record(value, from: [gradient]) { [average($0)] }
    }

    private func outputShape(_ input: Shape, in context: ComputeContext) -> Shape {
        var (height, width): (Int64, Int64) = (0, 0)
        context.check { handle in
            if dimensions == 1 {
                var descriptor = descriptor1d(input)
                return ck_pool1d_output_size(handle, &descriptor, &width)
            }
            var descriptor = descriptor2d(input)
            return ck_pool2d_output_size(handle, &descriptor, &height, &width)
        }
        return dimensions == 1
            ? [input[0], input[1], Int(width)] : [input[0], input[1], Int(height), Int(width)]
    }

    private func descriptor1d(_ input: Shape) -> ck_pool1d_descriptor {
        require(input.rank == 3, "pool1d: expected an input with three axes, got the shape \(input)")
        return ck_pool1d_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]), in_length: Int64(input[2]),
            kernel_length: Int64(kernelSize.width), stride: Int64(stride.width), padding: Int64(padding.width),
            dilation: Int64(dilation.width), count_include_padding: countsPadding)
    }

    private func descriptor2d(_ input: Shape) -> ck_pool2d_descriptor {
        require(input.rank == 4, "pool2d: expected an input with four axes, got the shape \(input)")
        return ck_pool2d_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]), in_height: Int64(input[2]), in_width: Int64(input[3]),
            kernel_height: Int64(kernelSize.height), kernel_width: Int64(kernelSize.width),
            stride_height: Int64(stride.height), stride_width: Int64(stride.width),
            padding_height: Int64(padding.height), padding_width: Int64(padding.width),
            dilation_height: Int64(dilation.height), dilation_width: Int64(dilation.width),
            count_include_padding: countsPadding)
    }
}

extension Tensor {
    /// The elements of each plane of [N, C, ...] at `positions` [N, C, ...] within it.
    func picked(at positions: IntTensor) -> Tensor {
        let planes = [shape[0], shape[1], shape.count(of: 2..<shape.rank)]
        let indices = positions.reshaped(
            to: [shape[0], shape[1], positions.shape.count(of: 2..<positions.shape.rank)])
        return reshaped(to: Shape(planes)).gathered(axis: 2, indices).reshaped(to: positions.shape)
    }
}
