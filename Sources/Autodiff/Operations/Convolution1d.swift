import SwiftletTensor

extension Variable {
    /// Cross-correlation of [N, C, L] with filters [O, C / groups, K] to [N, O, OL], plus a bias for each output
    /// channel, under an activation.
    public func conv1d(
        weight: Variable, bias: Variable? = nil, _ options: Convolution1dOptions = Convolution1dOptions(),
        activation: Activation = .identity
    ) -> Variable {
        convolved(.direct, weight, bias, options, activation)
    }

    /// Transposed convolution of [N, C, L] with filters [C, O / groups, K] to [N, O, OL], plus a bias for each
    /// output channel, under an activation.
    public func convTranspose1d(
        weight: Variable, bias: Variable? = nil, _ options: Convolution1dOptions = Convolution1dOptions(),
        activation: Activation = .identity
    ) -> Variable {
        convolved(.transposed, weight, bias, options, activation)
    }

    /// The largest value over all positions of `conv1d`, or over the first `validLengths` of each example: [N, C, L] to
    /// [N, O].
    ///
    /// It is what `globalMaxPool` makes of `conv1d`. As one position alone of each example and channel has a gradient, both
    /// gradients cost as much as one position of the output.
    public func conv1dGlobalMaxPool(
        weight: Variable, bias: Variable? = nil, _ options: Convolution1dOptions = Convolution1dOptions(),
        activation: Activation = .identity, validLengths: IntTensor? = nil
    ) -> Variable {
        let features = Convolution1d.direct.forward(
            value, weight: weight.value, bias: bias?.value, options, activation: activation)
        let (output, positions) = GlobalPool.maximum(features, validLengths: validLengths)
        let (inputShape, weightShape) = (shape, weight.shape)
        let keptWeight = isTracked ? weight.value : nil
        let keptInput = weight.isTracked ? value : nil
        let (hasBias, needsBias) = (bias != nil, bias?.isTracked ?? false)
        let backThroughActivation = activation.gradient(at: output)
        return Tape.record(output, from: [self, weight] + (bias.map { [$0] } ?? [])) { outputGradient in
            let gradient = SparseOutputGradient(values: backThroughActivation(outputGradient), positions: positions)
            let inputGradient = keptWeight.map {
                Convolution1d.inputGradient(gradient, weight: $0, inputShape: inputShape, options)
            }
            let weightGradients = keptInput.map {
                Convolution1d.weightGradients(
                    $0, gradient, weightShape: weightShape, withBias: needsBias, options)
            }
            guard hasBias else { return [inputGradient, weightGradients?.weight] }
            let biasGradient = needsBias ? weightGradients?.bias ?? gradient.values.sum(alongAxis: 0) : nil
            return [inputGradient, weightGradients?.weight, biasGradient]
        }
    }

    private func convolved(
        _ form: Convolution1d, _ weight: Variable, _ bias: Variable?, _ options: Convolution1dOptions,
        _ activation: Activation
    ) -> Variable {
        let output = form.forward(
            value, weight: weight.value, bias: bias?.value, options, activation: activation)
        let (inputShape, weightShape) = (shape, weight.shape)
        let keptWeight = isTracked ? weight.value : nil
        let keptInput = weight.isTracked ? value : nil
        let (hasBias, needsBias) = (bias != nil, bias?.isTracked ?? false)
        let backThroughActivation = activation.gradient(at: output)
        return Tape.record(output, from: [self, weight] + (bias.map { [$0] } ?? [])) { outputGradient in
            let gradient = backThroughActivation(outputGradient)
            let inputGradient = keptWeight.map {
                form.inputGradient(outputGradient: gradient, weight: $0, inputShape: inputShape, options)
            }
            // The kernel adds up the bias gradient while it reads the output gradient for the weights.
            let weightGradients = keptInput.map {
                form.weightGradients(
                    $0, outputGradient: gradient, weightShape: weightShape, withBias: needsBias, options)
            }
            guard hasBias else { return [inputGradient, weightGradients?.weight] }
            let biasGradient = needsBias ? weightGradients?.bias ?? gradient.sum(aroundAxis: 1) : nil
            return [inputGradient, weightGradients?.weight, biasGradient]
        }
    }
}
