extension Tensor {
    /// The rows of a matrix less their means, over their deviations: (x - mean) / sqrt(variance + epsilon), the variance being
    /// the mean of the squares. Also the factors 1 / sqrt(variance + epsilon), one for each row.
    public func standardizedRows(epsilon: Float) -> (output: Tensor, inverseDeviations: Tensor) {
        require(
            shape.rank == 2 && shape[1] > 0, "standardizedRows: expected a matrix with columns, got the shape \(shape)")
        let centered = applying(.subtract, mean(alongAxis: 1), alongAxis: 0)
        let variances = centered.sumOfSquares(alongAxis: 1) / Float(shape[1])
        let inverseDeviations = (variances + epsilon).squareRoot().reciprocal()
        return (centered.applying(.multiply, inverseDeviations, alongAxis: 0), inverseDeviations)
    }

    /// The gradient of `standardizedRows` at its input, from that at this, its output.
    public func standardizedRowsGradient(outputGradient: Tensor, inverseDeviations: Tensor) -> Tensor {
        let products = (outputGradient * self).mean(alongAxis: 1)
        let centered = outputGradient.applying(.subtract, outputGradient.mean(alongAxis: 1), alongAxis: 0)
        let inputGradient = centered - applying(.multiply, products, alongAxis: 0)
        return inputGradient.applying(.multiply, inverseDeviations, alongAxis: 0)
    }
}
