import SwiftletTensor

/// The sum of a body's output and its input, under an activation (He et al. 2016): activation(body(x) + shortcut(x)).
///
/// Without a shortcut the input is added as it is. Parameters are named by part: `body.0.weight`, `shortcut.weight`.
public final class Residual: Layer {
    /// What is learnt beside the input.
    public let body: any Layer
    /// What brings the input to the shape of the body's output, if it has another.
    public let shortcut: (any Layer)?
    /// What is applied to the sum.
    public let activation: Activation

    /// A layer of its parts.
    public init(_ body: any Layer, shortcut: (any Layer)? = nil, activation: Activation = .identity) {
        self.body = body
        self.shortcut = shortcut
        self.activation = activation
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        let output = body(input)
        let kept = shortcut?(input) ?? input
        require(
            output.shape == kept.shape,
            "Residual: the body gives \(output.shape) where the shortcut gives \(kept.shape); a shortcut must have the "
                + "body's shape")
        return activation(output + kept)
    }
}
