import SwiftletAutodiff
import SwiftletTensor

/// The logarithm of the probability of each row of `targets` under independent Bernoulli variables, in nats:
/// sum(t * x - log(1 + exp(x))) over the logits x of the row.
///
/// `logits` and `targets` are [rows, variables], the result is [rows]. For targets between 0 and 1 it is the negative
/// cross-entropy, which is the logarithm of no probability.
public func bernoulliLogLikelihood(logits: Variable, targets: Tensor) -> Variable {
    precondition(
        logits.shape.rank == 2 && logits.shape == targets.shape,
        "Bernoulli log-likelihood: expected logits and targets [rows, variables], got \(logits.shape) and "
            + "\(targets.shape)")
    let values = logits.value
    let logLikelihood = (values * targets - values.softplus()).sum(alongAxis: 1)
    return Tape.record(logLikelihood, from: [logits]) { outputGradient in
        [(targets - values.sigmoid()).applying(.multiply, outputGradient, alongAxis: 0)]
    }
}
