import SwiftletTensor

extension Module {
    /// The parameters by path, in the order of declaration, superclasses first: `convolutions.0.weight`. Each
    /// property's name is written in snake case, as PyTorch's are: `runningMean` is `running_mean`. Throws
    /// `ModuleError` if the module is not well formed.
    public func namedParameters() throws -> [(name: String, parameter: Parameter)] {
        try ModuleTree.of(self).parameters
    }

    /// The buffers by path, as for the parameters.
    public func namedBuffers() throws -> [(name: String, buffer: Buffer)] {
        try ModuleTree.of(self).entries.compactMap { name, tensor in (tensor as? Buffer).map { (name, $0) } }
    }

    /// Number of elements of all parameters, frozen ones included.
    public var parameterCount: Int {
        get throws { try namedParameters().reduce(0) { $0 + $1.parameter.shape.count } }
    }

    /// The values of parameters and buffers by path, in the order of declaration.
    public func stateDictionary() throws -> [(name: String, value: Tensor)] {
        try ModuleTree.of(self).entries.map { ($0.name, $0.tensor.value) }
    }

    /// Replaces the values of parameters and buffers by those of `state`, all or none.
    ///
    /// Throws `ModuleError` with every name that is missing or unexpected, unless `strict` is false, and with every
    /// shape that does not fit. PyTorch's `num_batches_tracked` is ignored: batch norm with a fixed momentum does
    /// not use it.
    public func load(_ state: [String: Tensor], strict: Bool = true) throws {
        try load(state, besides: [], prefix: "", strict: strict)
    }

    /// The same for a part of a file that also holds what no module has, such as integers, under the names `others`; errors
    /// put `prefix` before all names.
    package func load(
        _ state: [String: Tensor], besides others: [String], prefix: String, strict: Bool = true
    ) throws {
        let entries = try ModuleTree.of(self).entries
        let names = Set(entries.map(\.name))
        let unexpected = (state.keys.filter { !names.contains($0) } + others)
            .filter { !$0.hasSuffix("num_batches_tracked") }
        var complaints: [String] = []
        if strict {
            complaints += entries.filter { state[$0.name] == nil }.map { "'\(prefix)\($0.name)' is missing" }
            complaints += unexpected.sorted().map { "'\(prefix)\($0)' is unexpected" }
        }
        for (name, tensor) in entries {
            guard let value = state[name], value.shape != tensor.shape else { continue }
            complaints.append("'\(prefix)\(name)' has the shape \(value.shape) where \(tensor.shape) is expected")
        }
        guard complaints.isEmpty else {
            let list = complaints.joined(separator: ", ")
            throw ModuleError(description: "the state does not fit the module \(Self.self): \(list)")
        }
        for (name, tensor) in entries {
            guard let value = state[name] else { continue }
            // A tensor belongs to one context; a module that has values stays in its own.
            tensor.value = value.moved(to: tensor.valueIfThere?.context ?? value.context).detached
        }
    }
}
