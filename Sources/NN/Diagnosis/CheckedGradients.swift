import SwiftletTensor

/// A training step whose loss or gradients are no finite numbers, in words that end a sentence.
public struct NonFiniteStep: Error, CustomStringConvertible, Equatable {
    /// "the loss is not a number: 'conv2d' at 'layers.0.weight' was the first operator to give such a number".
    public let description: String
}

/// The loss and the gradients of `valueAndGradients`, if they are finite.
///
/// Throws `NonFiniteStep` with the operator and the parameter at which the first number that is not finite came up; nothing has
/// changed then but buffers, and with `checksGradients` not even they. That also looks at every gradient, not only at the
/// loss, which costs a pass over them.
public func finiteValueAndGradients(
    of model: some Module, random: RandomStream, checksGradients: Bool, _ body: (Pass) throws -> Tensor
) throws -> (value: Tensor, gradients: Gradients) {
    let buffers = checksGradients ? try model.namedBuffers().map { ($0.buffer, $0.buffer.value) } : []
    let (loss, gradients) = try valueAndGradients(of: model, random: random, body)
    let isFinite = loss.item.isFinite && !(checksGradients && gradients.entries.contains { !$0.gradient.isFinite })
    if isFinite { return (loss, gradients) }
    let origin = try nonFiniteOrigin(of: model, random: random, body)
    for (buffer, value) in buffers { buffer.value = value }
    let what =
        loss.item.isNaN
        ? "the loss is not a number" : loss.item.isInfinite ? "the loss is infinite" : "a gradient is not finite"
    throw NonFiniteStep(
        description: "\(what): "
            + (origin?.sentence ?? "all intermediate results are finite, so the last sum overflowed"))
}
