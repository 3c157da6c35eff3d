import SwiftletTensor

/// The logarithm of the probability of each row of `targets` under independent Bernoulli variables, in nats:
/// sum(t * x - log(1 + exp(x))) over the logits x of the row.
///
/// `logits` and `targets` are [rows, variables], the result is [rows]. For targets between 0 and 1 it is the negative
/// cross-entropy, which is the logarithm of no probability.
public func bernoulliLogLikelihood(logits: Tensor, targets: Tensor) -> Tensor {
    require(
        logits.shape.rank == 2 && logits.shape == targets.shape,
        "Bernoulli log-likelihood: expected logits and targets [rows, variables], got \(logits.shape) and "
            + "\(targets.shape)")
    let (values, targets) = (logits.detached, targets.detached)
    let logLikelihood = (values * targets - values.softplus()).sum(axis: 1)
    return Tape.record(logLikelihood, from: [logits]) { gradient in
        [(targets - logits.sigmoid()) * gradient.expandedDims(axis: 1)]
    }
}
