import SwiftletTensor

/// The gradient of a loss with respect to a model's parameters.
public struct Gradients {
    /// Gradients by parameter name, in the model's order. A parameter that the loss does not depend on has none.
    public internal(set) var entries: [(name: String, parameter: Parameter, gradient: Tensor)]

    /// The gradient of a parameter, by its name.
    public subscript(name: String) -> Tensor? { entries.first { $0.name == name }?.gradient }

    /// Replaces each gradient by what `transform` makes of it.
    public mutating func update(_ transform: (inout Tensor) -> Void) {
        for index in entries.indices { transform(&entries[index].gradient) }
    }
}

/// A loss and its gradients with respect to the trainable parameters of `model`.
///
/// `body` computes the scalar loss of inputs that it hands to the pass: `model(pass(images))`; a loss of other inputs traps.
/// Parameters of models that were not asked for stay untracked, and no gradient is computed for them. Throws what `body`
/// throws, and `ModuleError` if the model's parameters are not well formed.
public func valueAndGradients(
    of model: some Module, mode: Pass.Mode = .training, random: RandomStream = RandomStream(seed: 0),
    _ body: (Pass) throws -> Tensor
) throws -> (value: Tensor, gradients: Gradients) {
    try valueAndGradients(of: model, mode: mode, random: random, inspector: nil) { pass, _ in try body(pass) }
}

/// The same with an inspector; `body` also gets the model's trainable parameters by name.
func valueAndGradients(
    of model: some Module, mode: Pass.Mode, random: RandomStream, inspector: Tape.Inspector?,
    _ body: (Pass, [(name: String, parameter: Parameter)]) throws -> Tensor
) throws -> (value: Tensor, gradients: Gradients) {
    let tree = try ModuleTree.of(model)
    let parameters = tree.parameters.filter { $0.parameter.isTrainable }
    let pass = Pass(
        mode, random: random, wanted: Set(parameters.map { ObjectIdentifier($0.parameter) }),
        streamNames: tree.stochasticModules, inspector: inspector)
    defer { pass.end() }
    let loss = try body(pass, parameters)
    require(
        loss.pass === pass,
        "the loss is not part of the pass, so it has no gradients: hand its inputs to the pass, as in model(pass(images))"
    )
    let used = parameters.compactMap { entry in
        pass.trackedTensor(entry.parameter).map { (entry: entry, tensor: $0) }
    }
    let gradients = pass.gradients(of: loss, at: used.map(\.tensor))
    let entries = zip(used, gradients).compactMap { used, gradient in
        gradient.map { (name: used.entry.name, parameter: used.entry.parameter, gradient: $0) }
    }
    return (loss.detached, Gradients(entries: entries))
}
