import SwiftletTensor

/// Samples of diagonal Gaussians as differentiable functions of their parameters: mean + s * noise with
/// s = exp(logVariance / 2) and standard normal `noise` (Kingma and Welling 2014, section 2.4), all of the same shape.
public func reparametrized(mean: Tensor, logVariance: Tensor, noise: Tensor) -> Tensor {
    require(
        mean.shape == logVariance.shape && mean.shape == noise.shape,
        "reparametrized: mean, log variance and noise have the shapes \(mean.shape), \(logVariance.shape) and "
            + "\(noise.shape)")
    return mean + (logVariance * 0.5).exp() * noise
}
