import SwiftletTensor

extension Variable {
    /// Normalises each channel of [N, C, ...] by the statistics of this batch, scales and shifts it (Ioffe and Szegedy
    /// 2015), and moves the running statistics. Needs at least two values in each channel.
    public func batchNormTraining(
        scale: Variable, offset: Variable, runningMean: inout Tensor, runningVariance: inout Tensor,
        _ options: BatchNorm = BatchNorm()
    ) -> Variable {
        let (output, statistics) = options.forwardTraining(
            value, scale: scale.value, offset: offset.value, runningMean: &runningMean,
            runningVariance: &runningVariance)
        let (keptInput, keptScale) = (value, scale.value)
        let isTracked = (input: isTracked, scale: scale.isTracked, offset: offset.isTracked)
        return Tape.record(output, from: [self, scale, offset]) { outputGradient in
            let gradients = options.gradients(
                keptInput, scale: keptScale, statistics: statistics, outputGradient: outputGradient)
            return [
                isTracked.input ? gradients.input : nil, isTracked.scale ? gradients.scale : nil,
                isTracked.offset ? gradients.offset : nil,
            ]
        }
    }

    /// Normalises each channel of [N, C, ...] by the running statistics, which are constants, scales and shifts it.
    public func batchNormInference(
        scale: Variable, offset: Variable, runningMean: Tensor, runningVariance: Tensor,
        _ options: BatchNorm = BatchNorm()
    ) -> Variable {
        let output = options.forwardInference(
            value, scale: scale.value, offset: offset.value, runningMean: runningMean,
            runningVariance: runningVariance)
        let keptScale = isTracked ? scale.value : nil
        let keptInput = scale.isTracked ? value : nil
        let needsOffset = offset.isTracked
        return Tape.record(output, from: [self, scale, offset]) { outputGradient in
            let inverseDeviation = (runningVariance + options.epsilon).squareRoot().reciprocal()
            let inputGradient = keptScale.map {
                outputGradient.applying(.multiply, $0 * inverseDeviation, alongAxis: 1)
            }
            let scaleGradient = keptInput.map { input in
                let centered = input.applying(.subtract, runningMean, alongAxis: 1)
                return (outputGradient * centered).sum(aroundAxis: 1) * inverseDeviation
            }
            return [inputGradient, scaleGradient, needsOffset ? outputGradient.sum(aroundAxis: 1) : nil]
        }
    }
}
