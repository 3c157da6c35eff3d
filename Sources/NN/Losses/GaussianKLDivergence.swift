import SwiftletTensor

/// The Kullback-Leibler divergence of diagonal Gaussians from the standard normal distribution, in nats (Kingma and
/// Welling 2014, appendix B): -1/2 * sum(1 + log s^2 - mean^2 - s^2) of each row, which is never negative.
///
/// `mean` and `logVariance` (log s^2) are [rows, dimensions], the result is [rows].
public func gaussianKLDivergence(mean: Tensor, logVariance: Tensor) -> Tensor {
    require(
        mean.shape.rank == 2 && mean.shape == logVariance.shape,
        "Gaussian KL divergence: expected mean and log variance [rows, dimensions], got \(mean.shape) and "
            + "\(logVariance.shape)")
    let (values, variance) = (logVariance.detached, logVariance.detached.exp())
    // s^2 - 1 - log s^2 has its minimum, 0, at s = 1; close to it rounding alone can make the difference negative.
    let excess = (variance - 1 - values).maximum(0)
    let divergence = (mean.detached.squared() + excess).sum(axis: 1) * 0.5
    let needs = (mean: mean.isTracked, variance: logVariance.isTracked)
    return Tape.record(divergence, from: [mean, logVariance]) { gradient in
        let gradient = gradient.expandedDims(axis: 1)
        let variance = logVariance.isTracked ? logVariance.exp() : variance
        return [needs.mean ? mean * gradient : nil, needs.variance ? (variance - 1) * 0.5 * gradient : nil]
    }
}
