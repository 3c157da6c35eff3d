import SwiftletTensor

/// The R1 penalty of a discriminator D on the gradients at real examples x (Mescheder, Geiger and Nowozin 2018):
/// weight / 2 * mean(|gradient of D(x)|^2), the norm being over all elements of an example.
///
/// `examples` are [N, ...], and the discriminator maps them to logits of any shape, each of its own example alone:
/// batch norm would mix them. Within a pass the penalty has gradients at the parameters of the discriminator that the
/// pass tracks:
///
///     let real = pass(images)
///     let loss = wassersteinCriticLoss(real: critic(real), generated: critic(pass(generated)))
///         + r1Penalty(at: real) { critic($0) }
public func r1Penalty(
    at examples: Tensor, weight: Float = 10, _ discriminator: (Tensor) throws -> Tensor
) rethrows -> Tensor {
    let squares = try squaredGradientNorms(at: examples, discriminator, "r1Penalty")
    return squares.mean() * (weight / 2)
}

/// The gradient penalty of WGAN-GP (Gulrajani et al. 2017): weight * mean((|gradient of D(x)| - 1)^2) at points x
/// between real and generated examples, x = fraction * real + (1 - fraction) * generated with one fraction for each
/// pair.
///
/// `real` and `generated` are [N, ...] of the same shape, `fractions` are [N] in 0...1, drawn by
/// `Tensor.uniform([N], using: &random)`. No gradient flows to the examples; the critic is as for `r1Penalty`.
public func wassersteinGradientPenalty(
    real: Tensor, generated: Tensor, fractions: Tensor, weight: Float = 10, _ critic: (Tensor) throws -> Tensor
) rethrows -> Tensor {
    require(
        real.shape.rank >= 1 && real.shape == generated.shape && fractions.shape == [real.shape[0]],
        "wassersteinGradientPenalty: expected examples [N, ...] of one shape and fractions [N], got \(real.shape), "
            + "\(generated.shape) and \(fractions.shape)")
    let step = real.pass
    let (real, generated) = (real.detached, generated.detached)
    let points = generated + (real - generated) * fractions.detached.aligned(axis: 0, rank: real.shape.rank)
    let squares = try squaredGradientNorms(
        at: step.map { $0(points) } ?? points, critic, "wassersteinGradientPenalty")
    // The norm has no derivative at 0; a norm of a millionth in its place leaves the gradient there 0.
    return ((squares + 1e-12).sqrt() - 1).squared().mean() * weight
}

/// The loss of a critic that estimates the Wasserstein distance (Arjovsky, Chintala and Bottou 2017):
/// mean(D(generated)) - mean(D(real)), by its scores of any shape. It needs `wassersteinGradientPenalty` or another
/// bound on the critic's slope.
public func wassersteinCriticLoss(real: Tensor, generated: Tensor) -> Tensor { generated.mean() - real.mean() }

/// The generator's loss against such a critic: -mean(D(generated)).
public func wassersteinGeneratorLoss(_ generated: Tensor) -> Tensor { -generated.mean() }

/// The squared norms [N] of the gradients of sum(body(x)) at examples [N, ...].
private func squaredGradientNorms(
    at examples: Tensor, _ body: (Tensor) throws -> Tensor, _ name: String
) rethrows -> Tensor {
    require(
        examples.shape.rank >= 1 && examples.shape[0] > 0,
        "\(name): expected at least one example [N, ...], got the shape \(examples.shape)")
    return try gradient(at: examples) { try body($0).sum() }.sumOfSquares(axes: Array(1..<examples.shape.rank))
}
