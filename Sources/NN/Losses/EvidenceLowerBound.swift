import Foundation
import SwiftletTensor

/// The evidence lower bound of examples in its two parts, in nats: log p(x|z) of one sampled z, and the divergence of
/// q(z|x) from the prior (Kingma and Welling 2014, equation 3). Both are [examples].
public struct EvidenceLowerBound {
    /// log p(x|z) with z drawn from q(z|x): the reconstruction.
    public let logLikelihood: Tensor
    /// KL(q(z|x) || p(z)).
    public let divergence: Tensor

    /// A bound of its parts.
    public init(logLikelihood: Tensor, divergence: Tensor) {
        require(
            logLikelihood.shape == divergence.shape && divergence.shape.rank == 1,
            "evidence lower bound: expected two vectors, got \(logLikelihood.shape) and \(divergence.shape)")
        self.logLikelihood = logLikelihood
        self.divergence = divergence
    }

    /// What training minimizes: the mean of beta * KL - log p(x|z) over the examples. With beta = 1 it is the negative
    /// bound; other weights are those of Higgins et al. 2017.
    public func loss(beta: Float = 1) -> Tensor { (divergence * beta - logLikelihood).mean() }
}

/// log of the mean of exp(x), computed without overflow; -infinity for values that all are. There must be at least one.
public func logMeanExp(_ values: some Collection<Double>) -> Double {
    guard let largest = values.max() else { fatalError("logMeanExp of no values") }
    if largest.isInfinite { return largest }
    let sum = values.reduce(0) { $0 + exp($1 - largest) }
    return largest + log(sum / Double(values.count))
}
