import CKernels

/// A convolution in one or two dimensions, in its direct form (cross-correlation, as in PyTorch) or the transposed one: how filters
/// move, and the three products of input, weight and output. Each is linear in both factors, and the gradients of each are
/// the other two, so that convolutions can be differentiated any number of times.
///
/// Direct: input [N, C, ...], weight [O, C / groups, ...]; transposed: weight [C, O / groups, ...]; output [N, O, ...]. In one dimension
/// only widths count.
package struct Convolution: Sendable {
    package var dimensions: Int
    package var isTransposed = false
    package var stride: Size2D = 1
    package var padding: Size2D = 0
    package var dilation: Size2D = 1
    package var groups = 1
    package var outputPadding: Size2D = 0

    package init(
        dimensions: Int, isTransposed: Bool = false, stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1,
        groups: Int = 1, outputPadding: Size2D = 0
    ) {
        (self.dimensions, self.isTransposed, self.groups) = (dimensions, isTransposed, groups)
        (self.stride, self.padding, self.dilation) = (stride, padding, dilation)
        self.outputPadding = outputPadding
    }

    var name: String { (isTransposed ? "convTranspose" : "conv") + "\(dimensions)d" }

    /// activation(convolution(input, weight) + bias), with a bias for each output channel.
    package func callAsFunction(
        _ input: Tensor, weight: Tensor, bias: Tensor? = nil, activation: Activation = .identity
    ) -> Tensor {
        let output = forward(input, weight, bias, activation)
        let (inputShape, weightShape) = (input.shape, weight.shape)
        let (keptWeight, keptInput) = (input.isTracked ? weight : nil, weight.isTracked ? input : nil)
        let (hasBias, needsBias) = (bias != nil, bias?.isTracked ?? false)
        return Tape.record(output, from: [input, weight] + (bias.map { [$0] } ?? []), under: activation) { gradient in
            let atInput = keptWeight.map { inputGradient(gradient, weight: $0, inputShape: inputShape) }
            var atWeight: Tensor?
            var atBias: Tensor?
            if let input = keptInput, !gradient.isTracked, !input.isTracked {
                // The kernel adds up the bias gradient while it reads the output gradient for the weights.
                let gradients = weightGradients(input, gradient, weightShape: weightShape, withBias: needsBias)
                (atWeight, atBias) = (gradients.weight, gradients.bias)
            } else if let input = keptInput {
                atWeight = weightGradient(input, gradient, weightShape: weightShape)
            }
            guard hasBias else { return [atInput, atWeight] }
            return [atInput, atWeight, needsBias ? atBias ?? gradient.biasGradient() : nil]
        }
    }

    /// The gradient at the input, of shape `inputShape`, from that of the output.
    func inputGradient(_ gradient: Tensor, weight: Tensor, inputShape: Shape) -> Tensor {
        let value = backwardData(gradient, weight, inputShape)
        let weightShape = weight.shape
        let (keptWeight, keptGradient) = (gradient.isTracked ? weight : nil, weight.isTracked ? gradient : nil)
        return Tape.record(value, from: [gradient, weight]) { second in
            [
                keptWeight.map { self(second, weight: $0) },
                keptGradient.map { weightGradient(second, $0, weightShape: weightShape) },
            ]
        }
    }

    /// The gradient at the weight, of shape `weightShape`, from that of the output.
    func weightGradient(_ input: Tensor, _ gradient: Tensor, weightShape: Shape) -> Tensor {
        let value = weightGradients(input, gradient, weightShape: weightShape, withBias: false).weight
        let inputShape = input.shape
        let (keptGradient, keptInput) = (input.isTracked ? gradient : nil, gradient.isTracked ? input : nil)
        return Tape.record(value, from: [input, gradient]) { second in
            [
                keptGradient.map { inputGradient($0, weight: second, inputShape: inputShape) },
                keptInput.map { self($0, weight: second) },
            ]
        }
    }
}

extension Tensor {
    /// Cross-correlation of [N, C, L] with filters [O, C / groups, K] to [N, O, OL], plus a bias for each output channel, under
    /// an activation.
    public func conv1d(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
        activation: Activation = .identity
    ) -> Tensor {
        Convolution(
            dimensions: 1, stride: Size2D(stride), padding: Size2D(padding), dilation: Size2D(dilation), groups: groups
        )(self, weight: weight, bias: bias, activation: activation)
    }

    /// Cross-correlation of [N, C, H, W] with filters [O, C / groups, KH, KW] to [N, O, OH, OW], plus a bias for each output
    /// channel, under an activation.
    public func conv2d(
        weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Size2D = 0, dilation: Size2D = 1,
        groups: Int = 1, activation: Activation = .identity
    ) -> Tensor {
        Convolution(dimensions: 2, stride: stride, padding: padding, dilation: dilation, groups: groups)(
            self, weight: weight, bias: bias, activation: activation)
    }

    /// Transposed convolution of [N, C, L] with filters [C, O / groups, K] to [N, O, OL], plus a bias for each output channel,
    /// under an activation. `outputPadding` is added to one side of the output.
    public func convTranspose1d(
        weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1, activation: Activation = .identity
    ) -> Tensor {
        Convolution(
            dimensions: 1, isTransposed: true, stride: Size2D(stride), padding: Size2D(padding),
            dilation: Size2D(dilation), groups: groups, outputPadding: Size2D(outputPadding)
        )(self, weight: weight, bias: bias, activation: activation)
    }

    /// Transposed convolution of [N, C, H, W] with filters [C, O / groups, KH, KW] to [N, O, OH, OW], plus a bias for each output
    /// channel, under an activation. `outputPadding` is added to one side of the output.
    public func convTranspose2d(
        weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Size2D = 0, outputPadding: Size2D = 0,
        dilation: Size2D = 1, groups: Int = 1, activation: Activation = .identity
    ) -> Tensor {
        Convolution(
            dimensions: 2, isTransposed: true, stride: stride, padding: padding, dilation: dilation, groups: groups,
            outputPadding: outputPadding
        )(self, weight: weight, bias: bias, activation: activation)
    }
}
