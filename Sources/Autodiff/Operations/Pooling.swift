import SwiftletTensor

extension Variable {
    /// The maximum of each window, [N, C, L] to [N, C, OL]; the gradient goes to the first of equals.
    public func maxPool1d(_ options: Pool1dOptions) -> Variable {
        let (output, indices) = value.maxPool1d(options)
        let inputShape = shape
        return Tape.record(output, from: [self]) { outputGradient in
            [options.maximumGradient(outputGradient: outputGradient, indices: indices, inputShape: inputShape)]
        }
    }

    /// The average of each window, [N, C, L] to [N, C, OL].
    public func averagePool1d(_ options: Pool1dOptions) -> Variable {
        let inputShape = shape
        return Tape.record(value.averagePool1d(options), from: [self]) { outputGradient in
            [options.averageGradient(outputGradient: outputGradient, inputShape: inputShape)]
        }
    }

    /// The maximum of each window, [N, C, H, W] to [N, C, OH, OW]; the gradient goes to the first of equals.
    public func maxPool2d(_ options: Pool2dOptions) -> Variable {
        let (output, indices) = value.maxPool2d(options)
        let inputShape = shape
        return Tape.record(output, from: [self]) { outputGradient in
            [options.maximumGradient(outputGradient: outputGradient, indices: indices, inputShape: inputShape)]
        }
    }

    /// The average of each window, [N, C, H, W] to [N, C, OH, OW].
    public func averagePool2d(_ options: Pool2dOptions) -> Variable {
        let inputShape = shape
        return Tape.record(value.averagePool2d(options), from: [self]) { outputGradient in
            [options.averageGradient(outputGradient: outputGradient, inputShape: inputShape)]
        }
    }

    /// The maximum over all positions, or over the first `validLengths` of each example: [N, C, ...] to [N, C].
    public func globalMaxPool(validLengths: IntTensor? = nil) -> Variable {
        let (output, indices) = GlobalPool.maximum(value, validLengths: validLengths)
        let inputShape = shape
        return Tape.record(output, from: [self]) { outputGradient in
            [GlobalPool.maximumGradient(outputGradient: outputGradient, indices: indices, inputShape: inputShape)]
        }
    }

    /// The average over all positions, or over the first `validLengths` of each example: [N, C, ...] to [N, C].
    public func globalAveragePool(validLengths: IntTensor? = nil) -> Variable {
        let inputShape = shape
        return Tape.record(value.globalAveragePool(validLengths: validLengths), from: [self]) { outputGradient in
            [
                GlobalPool.averageGradient(
                    outputGradient: outputGradient, validLengths: validLengths, inputShape: inputShape)
            ]
        }
    }
}
