import SwiftletTensor

/// What a discriminator and a generator minimize in turn, by the discriminator's logits of any shape; means over all of
/// them.
public enum AdversarialLoss: String, Codable, CaseIterable, Sendable {
    /// Cross-entropy, with the generator's loss −log D(G(z)) in place of log(1 − D(G(z))) (Goodfellow et al. 2014), from
    /// logits: softplus(−x) for what is to be taken for real, softplus(x) for what is not.
    case nonSaturating = "non-saturating"
    /// max(0, 1 − x) for real, max(0, 1 + x) for generated, and −x for the generator (Lim and Ye 2017).
    case hinge

    /// The discriminator's loss: the mean over the real images plus that over the generated ones.
    ///
    /// `realTarget` is the probability that the discriminator is to give real images: 1, or less for one-sided label
    /// smoothing (Salimans et al. 2016), which the hinge loss has not.
    public func ofDiscriminator(real: Tensor, generated: Tensor, realTarget: Float = 1) -> Tensor {
        switch self {
        case .nonSaturating:
            let context = real.context
            return real.binaryCrossEntropy(targets: .full(real.shape, realTarget, in: context))
                + generated.binaryCrossEntropy(targets: .zeros(generated.shape, in: context))
        case .hinge:
            require(realTarget == 1, "the hinge loss has no label smoothing")
            return (1 - real).relu().mean() + (1 + generated).relu().mean()
        }
    }

    /// The generator's loss, by the discriminator's logits of generated images.
    public func ofGenerator(_ generated: Tensor) -> Tensor {
        switch self {
        case .nonSaturating:
            generated.binaryCrossEntropy(targets: .ones(generated.shape, in: generated.context))
        case .hinge: -generated.mean()
        }
    }
}
