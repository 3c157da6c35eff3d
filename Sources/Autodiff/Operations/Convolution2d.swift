import SwiftletTensor

extension Variable {
    /// Cross-correlation of [N, C, H, W] with filters [O, C / groups, KH, KW] to [N, O, OH, OW], plus a bias for each output
    /// channel, under an activation.
    public func conv2d(
        weight: Variable, bias: Variable? = nil, _ options: Convolution2dOptions = Convolution2dOptions(),
        activation: Activation = .identity
    ) -> Variable {
        convolved(.direct, weight, bias, options, activation)
    }

    /// Transposed convolution of [N, C, H, W] with filters [C, O / groups, KH, KW] to [N, O, OH, OW], plus a bias for each
    /// output channel, under an activation.
    public func convTranspose2d(
        weight: Variable, bias: Variable? = nil, _ options: Convolution2dOptions = Convolution2dOptions(),
        activation: Activation = .identity
    ) -> Variable {
        convolved(.transposed, weight, bias, options, activation)
    }

    private func convolved(
        _ form: Convolution2d, _ weight: Variable, _ bias: Variable?, _ options: Convolution2dOptions,
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
