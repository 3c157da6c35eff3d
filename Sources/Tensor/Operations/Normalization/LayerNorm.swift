extension Tensor {
    /// (x - mean) / sqrt(variance + epsilon) along the last axis, the variance being the mean of the squares; `epsilon` is above 0.
    public func standardized(epsilon: Float) -> Tensor {
        require(
            shape.rank > 0 && shape[-1] > 0,
            "standardized: expected a last axis with elements, got the shape \(shape)")
        let values = detached
        let centered = values - values.mean(axis: -1, keepDims: true)
        let variances = centered.sumOfSquares(axis: -1, keepDims: true) / Float(shape[-1])
        let rstd = (variances + epsilon).sqrt().reciprocal()
        return Tape.record(centered * rstd, from: [self]) { [self] gradient, output in
            if gradient.isTracked || isTracked {
                return gradients(
                    through: { $0[0].standardizedDefinition(epsilon) }, at: [self], outputGradient: gradient)
            }
            let products = (gradient * output).mean(axis: -1, keepDims: true)
            let centered = gradient - gradient.mean(axis: -1, keepDims: true)
            return [(centered - output * products) * rstd]
        }
    }

    private func standardizedDefinition(_ epsilon: Float) -> Tensor {
        let centered = self - mean(axis: -1, keepDims: true)
        return centered / (centered.squared().mean(axis: -1, keepDims: true) + epsilon).sqrt()
    }

    /// Normalizes each example over the axes from `axis` on, then scales and shifts by position (Ba et al. 2016): `weight` and
    /// `bias` have the shape of these axes.
    public func layerNorm(
        fromAxis axis: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5
    ) -> Tensor {
        let normalized = normalizedShape(from: axis, [weight, bias], "layerNorm")
        var rows = joined(normalized).standardized(epsilon: epsilon)
        if let weight { rows = rows * weight.reshaped(to: [weight.count]) }
        if let bias { rows = rows + bias.reshaped(to: [bias.count]) }
        return rows.reshaped(to: shape)
    }

    /// Divides each example by the root of the mean of the squares over the axes from `axis` on, then scales by position (Zhang
    /// and Sennrich 2019): `weight` has the shape of these axes.
    public func rmsNorm(fromAxis axis: Int, weight: Tensor? = nil, epsilon: Float = 1e-6) -> Tensor {
        let normalized = normalizedShape(from: axis, [weight], "rmsNorm")
        let rows = joined(normalized)
        let meanSquares = rows.sumOfSquares(axis: -1, keepDims: true) / Float(Swift.max(normalized.count, 1))
        let output = rows * (meanSquares + epsilon).sqrt().reciprocal()
        return (weight.map { output * $0.reshaped(to: [$0.count]) } ?? output).reshaped(to: shape)
    }

    /// Normalizes each example of [N, C, ...] over groups of adjacent channels and all positions, then scales and shifts
    /// each channel (Wu and He 2018). As many groups as channels are instance normalization (Ulyanov et al. 2016).
    public func groupNorm(
        groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5
    ) -> Tensor {
        require(
            shape.rank >= 2 && groups > 0 && shape[1] % groups == 0,
            "groupNorm: \(groups) groups do not divide the channels of the shape \(shape)")
        let rowCount = shape[0] * groups
        var output = reshaped(to: [rowCount, rowCount == 0 ? 1 : count / rowCount])
            .standardized(epsilon: epsilon).reshaped(to: shape)
        if let weight { output = output * weight.aligned(axis: 1, rank: shape.rank) }
        if let bias { output = output + bias.aligned(axis: 1, rank: shape.rank) }
        return output
    }

    private func normalizedShape(from axis: Int, _ parameters: [Tensor?], _ name: String) -> Shape {
        let normalized = Shape(shape.dimensions.dropFirst(shape.axisIndex(axis)))
        for case let parameter? in parameters {
            require(
                parameter.shape == normalized,
                "\(name): expected a weight and a bias of shape \(normalized), got \(parameter.shape)")
        }
        return normalized
    }

    private func joined(_ normalized: Shape) -> Tensor {
        reshaped(to: [normalized.count == 0 ? 0 : count / normalized.count, normalized.count])
    }
}
