import CKernels

extension Tensor {
    /// Normalizes each channel of [N, C, ...] by the statistics of this batch, then scales and shifts it by `weight` and `bias`, [C]
    /// (Ioffe and Szegedy 2015); also moves the running statistics: running = (1 - momentum) * running + momentum * batch, with
    /// the unbiased variance. Needs at least two values in each channel.
    public func batchNorm(
        weight: Tensor, bias: Tensor, runningMean: inout Tensor, runningVariance: inout Tensor, momentum: Float = 0.1,
        epsilon: Float = 1e-5
    ) -> Tensor {
        let mean = Tensor(uninitialized: weight.shape, in: context)
        let rstd = Tensor(uninitialized: weight.shape, in: context)
        var descriptor = batchNormDescriptor([weight, bias, runningMean, runningVariance], epsilon)
        let (runningMeans, runningVariances) = (runningMean.uniqueBase(), runningVariance.uniqueBase())
        var work: KernelWork { KernelWork("batch norm", reads: [shape]) }
        let output = Tensor.filled(shape, in: context, work) { context, output in
            ck_batch_norm_f32_forward_training(
                context, &descriptor, base, weight.base, bias.base, momentum, runningMeans, runningVariances,
                mean.mutableBase, rstd.mutableBase, output)
        }
        let needs = [isTracked, weight.isTracked, bias.isTracked]
        return Tape.record(output, from: [self, weight, bias]) { [self] gradient in
            let gradients: [Tensor]
            if gradient.isTracked || isTracked || weight.isTracked {
                gradients = SwiftletTensor.gradients(
                    through: { $0[0].batchNormDefinition($0[1], $0[2], epsilon) }, at: [self, weight, bias],
                    outputGradient: gradient)
            } else {
                gradients = batchNormGradients(weight, mean, rstd, epsilon, gradient)
            }
            return zip(needs, gradients).map { $0 ? $1 : nil }
        }
    }

    /// Normalizes each channel of [N, C, ...] by running statistics, which are constants, then scales and shifts it.
    public func batchNorm(
        weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor, epsilon: Float = 1e-5
    ) -> Tensor {
        var descriptor = batchNormDescriptor([weight, bias, mean, variance], epsilon)
        var work: KernelWork { KernelWork("batch norm", reads: [shape]) }
        let output = Tensor.filled(shape, in: context, work) { context, output in
            ck_batch_norm_f32_forward_inference(
                context, &descriptor, base, weight.base, bias.base, mean.base, variance.base, output)
        }
        let (keptWeight, keptInput) = (isTracked ? weight : nil, weight.isTracked ? self : nil)
        let (needsBias, rank) = (bias.isTracked, shape.rank)
        return Tape.record(output, from: [self, weight, bias]) { gradient in
            let rstd = (variance + epsilon).sqrt().reciprocal()
            return [
                keptWeight.map { gradient * ($0 * rstd).aligned(axis: 1, rank: rank) },
                keptInput.map { (gradient * ($0 - mean.aligned(axis: 1, rank: rank))).biasGradient() * rstd },
                needsBias ? gradient.biasGradient() : nil,
            ]
        }
    }

    /// What the kernels of `batchNorm` compute.
    private func batchNormDefinition(_ weight: Tensor, _ bias: Tensor, _ epsilon: Float) -> Tensor {
        let axes = (0..<shape.rank).filter { $0 != 1 }
        let centered = self - mean(axes: axes, keepDims: true)
        let variance = centered.squared().mean(axes: axes, keepDims: true)
        let normalized = centered / (variance + epsilon).sqrt()
        return normalized * weight.aligned(axis: 1, rank: shape.rank) + bias.aligned(axis: 1, rank: shape.rank)
    }

    /// The gradients of the training form at input, weight and bias.
    private func batchNormGradients(
        _ weight: Tensor, _ mean: Tensor, _ rstd: Tensor, _ epsilon: Float, _ gradient: Tensor
    ) -> [Tensor] {
        var descriptor = batchNormDescriptor([weight], epsilon)
        let weightGradient = Tensor(uninitialized: weight.shape, in: context)
        let biasGradient = Tensor(uninitialized: weight.shape, in: context)
        var work: KernelWork { KernelWork("batch norm gradient", reads: [shape, shape]) }
        let inputGradient = Tensor.filled(shape, in: context, work) { context, inputGradient in
            ck_batch_norm_f32_backward(
                context, &descriptor, base, weight.base, mean.base, rstd.base, gradient.base, inputGradient,
                weightGradient.mutableBase, biasGradient.mutableBase)
        }
        return [inputGradient, weightGradient, biasGradient]
    }

    private func batchNormDescriptor(_ vectors: [Tensor], _ epsilon: Float) -> ck_batch_norm_descriptor {
        require(shape.rank >= 2, "batch norm: expected at least two axes, got the shape \(shape)")
        for vector in vectors {
            require(
                vector.shape == [shape[1]],
                "batch norm: the input \(shape) needs vectors of shape [\(shape[1])], got \(vector.shape)")
        }
        return ck_batch_norm_descriptor(
            batch: Int64(shape[0]), channels: Int64(shape[1]), spatial: Int64(shape.count(of: 2..<shape.rank)),
            epsilon: epsilon)
    }

    /// A vector along an axis of tensors of such a rank: [C] to [C, 1, 1] for the channels of [N, C, H, W].
    public func aligned(axis: Int, rank: Int) -> Tensor {
        require(
            shape.rank == 1 && axis >= 0 && axis < rank,
            "aligned: expected a vector and an axis below \(rank), got the shape \(shape) and axis \(axis)")
        return reshaped(to: Shape([count] + Array(repeating: 1, count: rank - 1 - axis)))
    }
}
