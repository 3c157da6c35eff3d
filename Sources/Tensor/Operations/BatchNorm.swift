import CKernels

/// Batch normalisation (Ioffe and Szegedy 2015) for each channel of [N, C, ...].
public struct BatchNorm: Equatable, Sendable {
    /// Added to the variance.
    public var epsilon: Float
    /// Weight of the batch in the running statistics: running = (1 - momentum) * running + momentum * batch.
    public var momentum: Float

    /// Options with PyTorch's defaults.
    public init(epsilon: Float = 1e-5, momentum: Float = 0.1) {
        self.epsilon = epsilon
        self.momentum = momentum
    }

    /// The statistics of a batch, one value for each channel, kept for the backward pass.
    public struct Statistics {
        /// Means.
        public let mean: Tensor
        /// 1 / sqrt(variance + epsilon), with the biased variance.
        public let inverseDeviation: Tensor
    }

    /// Normalises by the statistics of this batch and moves the running ones, with the unbiased variance. Needs at least two
    /// values in each channel.
    public func forwardTraining(
        _ input: Tensor, scale: Tensor, offset: Tensor, runningMean: inout Tensor, runningVariance: inout Tensor
    ) -> (output: Tensor, statistics: Statistics) {
        let mean = Tensor(uninitialized: scale.shape, in: input.context)
        let inverseDeviation = Tensor(uninitialized: scale.shape, in: input.context)
        var descriptor = descriptor(
            input.shape, [scale.shape, offset.shape, runningMean.shape, runningVariance.shape])
        let (runningMeans, runningVariances) = (runningMean.uniqueBase(), runningVariance.uniqueBase())
        var work: KernelWork { KernelWork("batch norm", reads: [input.shape]) }
        let output = Tensor.filled(input.shape, in: input.context, work) { context, output in
            ck_batch_norm_f32_forward_training(
                context, &descriptor, input.base, scale.base, offset.base, momentum, runningMeans, runningVariances,
                mean.mutableBase, inverseDeviation.mutableBase, output)
        }
        return (output, Statistics(mean: mean, inverseDeviation: inverseDeviation))
    }

    /// Normalises by the running statistics.
    public func forwardInference(
        _ input: Tensor, scale: Tensor, offset: Tensor, runningMean: Tensor, runningVariance: Tensor
    ) -> Tensor {
        var descriptor = descriptor(
            input.shape, [scale.shape, offset.shape, runningMean.shape, runningVariance.shape])
        return Tensor.filled(input.shape, in: input.context, KernelWork("batch norm", reads: [input.shape])) {
            context, output in
            ck_batch_norm_f32_forward_inference(
                context, &descriptor, input.base, scale.base, offset.base, runningMean.base, runningVariance.base,
                output)
        }
    }

    /// The gradients of the training form at input, scale and offset.
    public func gradients(
        _ input: Tensor, scale: Tensor, statistics: Statistics, outputGradient: Tensor
    ) -> (input: Tensor, scale: Tensor, offset: Tensor) {
        require(
            outputGradient.shape == input.shape,
            "batch norm: a gradient of shape \(outputGradient.shape) for an output of shape \(input.shape)")
        var descriptor = descriptor(input.shape, [scale.shape])
        let (mean, inverseDeviation) = (statistics.mean, statistics.inverseDeviation)
        let scaleGradient = Tensor(uninitialized: scale.shape, in: input.context)
        let offsetGradient = Tensor(uninitialized: scale.shape, in: input.context)
        var work: KernelWork { KernelWork("batch norm gradient", reads: [input.shape, input.shape]) }
        let inputGradient = Tensor.filled(input.shape, in: input.context, work) { context, inputGradient in
            ck_batch_norm_f32_backward(
                context, &descriptor, input.base, scale.base, mean.base, inverseDeviation.base, outputGradient.base,
                inputGradient, scaleGradient.mutableBase, offsetGradient.mutableBase)
        }
        return (inputGradient, scaleGradient, offsetGradient)
    }

    private func descriptor(_ input: Shape, _ vectors: [Shape]) -> ck_batch_norm_descriptor {
        require(input.rank >= 2, "batch norm: expected at least two axes, got the shape \(input)")
        for vector in vectors {
            require(
                vector == [input[1]],
                "batch norm: the input \(input) needs vectors of shape [\(input[1])], got \(vector)")
        }
        return ck_batch_norm_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]), spatial: Int64(input.count(of: 2..<input.rank)),
            epsilon: epsilon)
    }
}
