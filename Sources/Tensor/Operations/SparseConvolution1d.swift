import CKernels

/// The gradient at the output of a convolution in one dimension that is 0 but for one position of each example and channel, as
/// a global maximum leaves it.
public struct SparseOutputGradient {
    /// The gradient there, [N, O].
    public let values: Tensor
    /// The position, [N, O].
    public let positions: IntTensor

    /// A gradient of its values and their positions, of the same shape.
    public init(values: Tensor, positions: IntTensor) {
        require(
            values.shape.rank == 2 && values.shape == positions.shape,
            "sparse gradient: expected values and positions [N, O], got \(values.shape) and \(positions.shape)")
        self.values = values
        self.positions = positions
    }
}

extension Convolution1d {
    /// The gradient of the direct form at the input, of shape `inputShape`.
    public static func inputGradient(
        _ gradient: SparseOutputGradient, weight: Tensor, inputShape: Shape, _ options: Convolution1dOptions
    ) -> Tensor {
        var descriptor = descriptor(inputShape, weight.shape, options, gradient)
        var work: KernelWork {
            KernelWork(
                "conv1d sparse input gradient", reads: [gradient.values.shape, gradient.values.shape, weight.shape],
                multiplyAdds: gradient.values.shape[0] * weight.count)
        }
        return Tensor.filled(inputShape, in: weight.context, work) { context, inputGradient in
            ck_conv1d_sparse_f32_backward_data(
                context, &descriptor, gradient.values.base, gradient.positions.base, weight.base, 0, inputGradient)
        }
    }

    /// The gradients of the direct form at the weight, of shape `weightShape`, and, if asked for, at the bias.
    public static func weightGradients(
        _ input: Tensor, _ gradient: SparseOutputGradient, weightShape: Shape, withBias: Bool,
        _ options: Convolution1dOptions
    ) -> (weight: Tensor, bias: Tensor?) {
        var descriptor = descriptor(input.shape, weightShape, options, gradient)
        let bias = withBias ? Tensor(uninitialized: [weightShape[0]], in: input.context) : nil
        var work: KernelWork {
            KernelWork(
                "conv1d sparse weight gradient", reads: [input.shape, gradient.values.shape, gradient.values.shape],
                writes: bias.map { [$0.shape] } ?? [], multiplyAdds: gradient.values.shape[0] * weightShape.count)
        }
        let weight = Tensor.filled(weightShape, in: input.context, work) { context, weightGradient in
            ck_conv1d_sparse_f32_backward_weights(
                context, &descriptor, input.base, gradient.values.base, gradient.positions.base, 0, weightGradient,
                bias?.mutableBase)
        }
        return (weight, bias)
    }

    private static func descriptor(
        _ input: Shape, _ weight: Shape, _ options: Convolution1dOptions, _ gradient: SparseOutputGradient
    ) -> ck_conv1d_descriptor {
        let output = Convolution1d.direct.outputShape(input, weight, options, in: gradient.values.context)
        require(
            gradient.values.shape == [output[0], output[1]],
            "conv1d: expected a sparse gradient of shape \([output[0], output[1]]), got \(gradient.values.shape)")
        return Convolution1d.direct.descriptor(input, weight, options)
    }
}
