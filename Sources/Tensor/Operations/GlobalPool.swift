import CKernels

/// Pooling over all positions: [N, C, ...] to [N, C].
///
/// With `validLengths`, one for each example of [N, C, L], only the first positions count, so that padding never enters
/// the result; each must be in 1...L.
public enum GlobalPool {
    /// The maximum over the positions of each channel, and where it is.
    public static func maximum(_ input: Tensor, validLengths: IntTensor?) -> (output: Tensor, indices: IntTensor) {
        var descriptor = descriptor(input.shape, validLengths)
        let result: Shape = [input.shape[0], input.shape[1]]
        let indices = IntTensor(uninitialized: result, in: input.context)
        var work: KernelWork { KernelWork("global maximum", reads: [input.shape], writes: [result]) }
        let output = Tensor.filled(result, in: input.context, work) { context, output in
            ck_global_max_pool_f32_forward(
                context, &descriptor, input.base, validLengths?.base, output, indices.mutableBase)
        }
        return (output, indices)
    }

    /// The gradient of the maximum at an input of shape `inputShape`.
    public static func maximumGradient(outputGradient: Tensor, indices: IntTensor, inputShape: Shape) -> Tensor {
        var descriptor = descriptor(inputShape, nil)
        var work: KernelWork {
            KernelWork("global maximum gradient", reads: [outputGradient.shape, outputGradient.shape])
        }
        return Tensor.filled(inputShape, in: outputGradient.context, work) { context, inputGradient in
            ck_global_max_pool_f32_backward(
                context, &descriptor, outputGradient.base, indices.base, 0, inputGradient)
        }
    }

    /// The average over the positions of each channel.
    public static func average(_ input: Tensor, validLengths: IntTensor?) -> Tensor {
        var descriptor = descriptor(input.shape, validLengths)
        var work: KernelWork { KernelWork("global average", reads: [input.shape]) }
        return Tensor.filled([input.shape[0], input.shape[1]], in: input.context, work) { context, output in
            ck_global_average_pool_f32_forward(context, &descriptor, input.base, validLengths?.base, output)
        }
    }

    /// The gradient of the average at an input of shape `inputShape`.
    public static func averageGradient(
        outputGradient: Tensor, validLengths: IntTensor?, inputShape: Shape
    ) -> Tensor {
        var descriptor = descriptor(inputShape, validLengths)
        var work: KernelWork { KernelWork("global average gradient", reads: [outputGradient.shape]) }
        return Tensor.filled(inputShape, in: outputGradient.context, work) { context, inputGradient in
            ck_global_average_pool_f32_backward(
                context, &descriptor, outputGradient.base, validLengths?.base, 0, inputGradient)
        }
    }

    private static func descriptor(_ input: Shape, _ validLengths: IntTensor?) -> ck_global_pool_descriptor {
        require(input.rank >= 3, "global pooling: expected at least three axes, got the shape \(input)")
        if let validLengths {
            require(
                input.rank == 3 && validLengths.shape == [input[0]],
                "global pooling: lengths of shape \(validLengths.shape) for an input of shape \(input)")
        }
        return ck_global_pool_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]), length: Int64(input.count(of: 2..<input.rank)))
    }
}

extension Tensor {
    /// The maximum over all positions, or over the first `validLengths` of each example: [N, C, ...] to [N, C].
    public func globalMaxPool(validLengths: IntTensor? = nil) -> Tensor {
        GlobalPool.maximum(self, validLengths: validLengths).output
    }

    /// The average over all positions, or over the first `validLengths` of each example: [N, C, ...] to [N, C].
    public func globalAveragePool(validLengths: IntTensor? = nil) -> Tensor {
        GlobalPool.average(self, validLengths: validLengths)
    }
}
