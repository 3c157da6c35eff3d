/// The gradient of a scalar function at `tensor`, of its shape; zeros if the function does not depend on it.
///
///     gradient(at: x) { ($0 * $0).sum() }      // 2 * x
///
/// Within `body`, and within a training step, the gradient is a result like others: it can be differentiated in turn.
public func gradient(at tensor: Tensor, _ body: (Tensor) throws -> Tensor) rethrows -> Tensor {
    try valueAndGradient(at: tensor, body).gradient
}

/// The value of a scalar function at `tensor`, and its gradient there.
public func valueAndGradient(
    at tensor: Tensor, _ body: (Tensor) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Tensor) {
    let (value, gradients) = try valueAndGradients(at: [tensor]) { try body($0[0]) }
    return (value, gradients[0])
}

/// The gradients of a scalar function of several tensors, in their order; zeros where it does not depend on one.
public func gradients(at tensors: [Tensor], _ body: ([Tensor]) throws -> Tensor) rethrows -> [Tensor] {
    try valueAndGradients(at: tensors, body).gradients
}

/// The value of a scalar function of several tensors, and its gradients.
public func valueAndGradients(
    at tensors: [Tensor], _ body: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradients: [Tensor]) {
    let own = Tape(canJoin: true)
    defer { own.finish() }
    // Within a step the arguments are copies on its tape, so that what the gradient depends on is recorded there.
    let step = Tape.open(of: tensors)
    let asked = step ?? own
    asked.beginGradient()
    defer { asked.resolvedTape.endGradient() }
    let arguments = tensors.map { tensor in
        step.map { tensor.copied(on: $0) } ?? own.leaf(tensor)
    }
    let value = try body(arguments)
    let tape = Tape.common(of: [asked, value.tape]) ?? asked.resolvedTape
    let isInner = tape !== own
    let found = tape.gradients(of: value, at: arguments, differentiable: isInner)
    let gradients = zip(tensors, found).map { $1 ?? .zeros($0.shape, in: $0.context) }
    return (isInner ? value : value.detached, gradients)
}

extension Tape {
    /// The open step of which one of the tensors is part.
    fileprivate static func open(of tensors: [Tensor]) -> Tape? {
        tensors.lazy.compactMap { $0.openTape }.first
    }
}

extension Tensor {
    /// This value under an index of its own, from which gradients flow on to it.
    fileprivate func copied(on tape: Tape) -> Tensor {
        isTracked ? Tape.record(self.detached.on(tape), from: [self]) { [$0] } : tape.leaf(self)
    }
}

/// The gradients at `inputs` of an operator that `composite` defines by others, from that of its output.
///
/// An operator with a kernel of its own has a gradient in kernels, too. Where that must be differentiated again, it falls back on
/// its definition.
func gradients(
    through composite: ([Tensor]) -> Tensor, at inputs: [Tensor], outputGradient: Tensor
) -> [Tensor] {
    gradients(at: inputs) { (composite($0) * outputGradient).sum() }
}
