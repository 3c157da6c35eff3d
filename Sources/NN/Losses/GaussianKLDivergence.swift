import SwiftletAutodiff
import SwiftletTensor

/// The Kullback-Leibler divergence of diagonal Gaussians from the standard normal distribution, in nats (Kingma and
/// Welling 2014, appendix B): -1/2 * sum(1 + log s^2 - mean^2 - s^2) of each row, which is never negative.
///
/// `mean` and `logVariance` (log s^2) are [rows, dimensions], the result is [rows].
public func gaussianKLDivergence(mean: Variable, logVariance: Variable) -> Variable {
    precondition(
        mean.shape.rank == 2 && mean.shape == logVariance.shape,
        "Gaussian KL divergence: expected mean and log variance [rows, dimensions], got \(mean.shape) and "
            + "\(logVariance.shape)")
    let (center, variance) = (mean.value, logVariance.value.exponential())
    // s^2 - 1 - log s^2 has its minimum, 0, at s = 1; close to it rounding alone can make the difference negative.
    let excess = (variance - 1 - logVariance.value).maximum(0)
    let divergence = (center.squared() + excess).sum(alongAxis: 1) * 0.5
    let (needsMean, needsVariance) = (mean.isTracked, logVariance.isTracked)
    return Tape.record(divergence, from: [mean, logVariance]) { outputGradient in
        [
            needsMean ? center.applying(.multiply, outputGradient, alongAxis: 0) : nil,
            needsVariance ? ((variance - 1) * 0.5).applying(.multiply, outputGradient, alongAxis: 0) : nil,
        ]
    }
}
