import SwiftletTensor

extension Variable {
    /// The rows of a matrix less their means, over their deviations: (x - mean) / sqrt(variance + epsilon), the variance being
    /// the mean of the squares.
    public func standardizedRows(epsilon: Float) -> Variable {
        let (output, inverseDeviations) = value.standardizedRows(epsilon: epsilon)
        return Tape.record(output, from: [self]) { outputGradient in
            [output.standardizedRowsGradient(outputGradient: outputGradient, inverseDeviations: inverseDeviations)]
        }
    }

    /// Normalises each example over the axes from `axis` on, then scales and shifts by position (Ba et al. 2016): `scale` and
    /// `offset` have the shape of these axes.
    public func layerNorm(
        fromAxis axis: Int, scale: Variable? = nil, offset: Variable? = nil, epsilon: Float = 1e-5
    ) -> Variable {
        let normalized = Shape(shape.dimensions.dropFirst(shape.axisIndex(axis)))
        for parameter in [scale, offset].compactMap({ $0 }) {
            require(
                parameter.shape == normalized,
                "layerNorm: expected a scale and an offset of shape \(normalized), got \(parameter.shape)")
        }
        let columns: Shape = [normalized.count]
        var rows = reshaped(to: [normalized.count == 0 ? 0 : value.count / normalized.count, normalized.count])
            .standardizedRows(epsilon: epsilon)
        if let scale { rows = rows.multiplied(by: scale.reshaped(to: columns), alongAxis: 1) }
        if let offset { rows = rows.adding(offset.reshaped(to: columns), alongAxis: 1) }
        return rows.reshaped(to: shape)
    }

    /// Normalises each example of [N, C, ...] over groups of neighbouring channels and all positions, then scales and shifts
    /// each channel (Wu and He 2018).
    public func groupNorm(
        groups: Int, scale: Variable? = nil, offset: Variable? = nil, epsilon: Float = 1e-5
    ) -> Variable {
        require(
            shape.rank >= 2 && groups > 0 && shape[1] % groups == 0,
            "groupNorm: \(groups) groups do not divide the channels of the shape \(shape)")
        let rowCount = shape[0] * groups
        var output = reshaped(to: [rowCount, rowCount == 0 ? 1 : value.count / rowCount])
            .standardizedRows(epsilon: epsilon).reshaped(to: shape)
        if let scale { output = output.multiplied(by: scale, alongAxis: 1) }
        if let offset { output = output.adding(offset, alongAxis: 1) }
        return output
    }
}
