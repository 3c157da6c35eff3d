import CKernels

extension Tensor {
    /// The largest value over all positions of `conv1d`, or over the first `validLengths` of each example: [N, C, L] to
    /// [N, O].
    ///
    /// It is what `globalMaxPool` makes of `conv1d`. As one position alone of each example and channel has a gradient, both
    /// gradients cost as much as one position of the output.
    public func conv1dGlobalMaxPool(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
        activation: Activation = .identity, validLengths: IntTensor? = nil
    ) -> Tensor {
        conv1dGlobalMaxPool(
            Convolution(
                dimensions: 1, stride: Size2D(stride), padding: Size2D(padding), dilation: Size2D(dilation),
                groups: groups), weight: weight, bias: bias, activation: activation, validLengths: validLengths)
    }

    package func conv1dGlobalMaxPool(
        _ convolution: Convolution, weight: Tensor, bias: Tensor?, activation: Activation, validLengths: IntTensor?
    ) -> Tensor {
        let features = convolution.forward(self, weight, bias, activation)
        let (output, positions) = GlobalPool.maximum(features, validLengths: validLengths)
        let (inputShape, weightShape) = (shape, weight.shape)
        let (keptWeight, keptInput) = (isTracked ? weight : nil, weight.isTracked ? self : nil)
        let (hasBias, needsBias) = (bias != nil, bias?.isTracked ?? false)
        return Tape.record(output, from: [self, weight] + (bias.map { [$0] } ?? []), under: activation) { gradient in
            if gradient.isTracked || keptInput?.isTracked ?? false || keptWeight?.isTracked ?? false {
                // The positions are constants, so the gradient is that of a convolution which is zero elsewhere.
                let dense = gradient.scattered(
                    to: positions, convolution.outputShape(inputShape, weightShape, in: gradient.context))
                let gradients = [
                    keptWeight.map { convolution.inputGradient(dense, weight: $0, inputShape: inputShape) },
                    keptInput.map { convolution.weightGradient($0, dense, weightShape: weightShape) },
                ]
                return hasBias ? gradients + [needsBias ? gradient.sum(axis: 0) : nil] : gradients
            }
            let inputGradient = keptWeight.map {
                convolution.sparseInputGradient(gradient, positions, weight: $0, inputShape: inputShape)
            }
            let gradients = keptInput.map {
                convolution.sparseWeightGradients(
                    $0, gradient, positions, weightShape: weightShape, withBias: needsBias)
            }
            guard hasBias else { return [inputGradient, gradients?.weight] }
            return [
                inputGradient, gradients?.weight, needsBias ? gradients?.bias ?? gradient.sum(axis: 0) : nil,
            ]
        }
    }
}

// The gradient at the output is 0 but for one position of each example and channel: its values and positions, [N, O].
extension Convolution {
    fileprivate func sparseInputGradient(
        _ gradient: Tensor, _ positions: IntTensor, weight: Tensor, inputShape: Shape
    ) -> Tensor {
        var descriptor = descriptor1d(inputShape, weight.shape)
        var work: KernelWork {
            KernelWork(
                "conv1d sparse input gradient", reads: [gradient.shape, gradient.shape, weight.shape],
                multiplyAdds: gradient.shape[0] * weight.count)
        }
        return Tensor.filled(inputShape, in: weight.context, work) { context, output in
            ck_conv1d_sparse_f32_backward_data(
                context, &descriptor, gradient.base, positions.base, weight.base, 0, output)
        }
    }

    fileprivate func sparseWeightGradients(
        _ input: Tensor, _ gradient: Tensor, _ positions: IntTensor, weightShape: Shape, withBias: Bool
    ) -> (weight: Tensor, bias: Tensor?) {
        var descriptor = descriptor1d(input.shape, weightShape)
        let bias = withBias ? Tensor(uninitialized: [weightShape[0]], in: input.context) : nil
        var work: KernelWork {
            KernelWork(
                "conv1d sparse weight gradient", reads: [input.shape, gradient.shape, gradient.shape],
                writes: bias.map { [$0.shape] } ?? [], multiplyAdds: gradient.shape[0] * weightShape.count)
        }
        let weight = Tensor.filled(weightShape, in: input.context, work) { context, output in
            ck_conv1d_sparse_f32_backward_weights(
                context, &descriptor, input.base, gradient.base, positions.base, 0, output, bias?.mutableBase)
        }
        return (weight, bias)
    }
}
