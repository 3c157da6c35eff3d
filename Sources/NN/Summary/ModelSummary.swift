import SwiftletTensor

/// What the layers of a model give, hold and compute in one forward pass; as text, a table.
public struct ModelSummary: CustomStringConvertible, Sendable {
    /// One call of a layer.
    public struct Row: Equatable, Sendable {
        /// The layer's path in the model, as in the names of its parameters.
        public let name: String
        /// Its type.
        public let type: String
        /// The shape of its output.
        public let outputShape: Shape
        /// Elements of its parameters; 0 when it is called again.
        public let parameters: Int
        /// Whether an earlier row has the same layer, with the same parameters.
        public let isRepeated: Bool
        /// Multiply-adds of its products and convolutions, by their definition.
        public let multiplyAdds: Int

        /// Twice the multiply-adds.
        public var flops: Int { 2 * multiplyAdds }
    }

    /// The layers in the order in which they ran. Those that called others are left out.
    public let rows: [Row]
    /// Elements of all parameters of the model.
    public let parameters: Int
    /// Elements of the parameters that are trained.
    public let trainableParameters: Int
    /// Multiply-adds of the whole pass.
    public let multiplyAdds: Int

    /// Twice the multiply-adds of the whole pass.
    public var flops: Int { 2 * multiplyAdds }

    /// The table, with the totals in its last line. What belongs to no layer, such as parameters that the pass did not use,
    /// stands before them.
    public var description: String {
        var cells = [["layer", "type", "output", "parameters", "FLOPs"]]
        cells += rows.map { row in
            [
                row.name, row.type, "\(row.outputShape)", row.isRepeated ? "as above" : "\(row.parameters)",
                "\(row.flops)",
            ]
        }
        let otherParameters = parameters - rows.reduce(0) { $0 + $1.parameters }
        let otherFlops = flops - rows.reduce(0) { $0 + $1.flops }
        if otherParameters != 0 || otherFlops != 0 {
            cells.append(["elsewhere", "", "", "\(otherParameters)", "\(otherFlops)"])
        }
        cells.append(["total", "", "", "\(parameters)", "\(flops)"])
        let frozen = parameters - trainableParameters
        return TextTable.aligned(cells) + (frozen > 0 ? "\n\(frozen) of the parameters are frozen." : "")
            + "\nFLOPs: twice the multiply-adds of matrix products and convolutions, by their definition."
    }
}

extension Module {
    /// Which layers `forward` runs, found by one pass in evaluation mode, which changes nothing in the model.
    ///
    ///     print(try model.summary { model($0(.zeros([1, 3, 32, 32]))) })
    ///
    /// Layers of this library are seen, and others that use `Pass.running`. Throws what `forward` throws, and `ModuleError` if the
    /// module is not well formed.
    public func summary<Output>(
        in context: ComputeContext = .default, _ forward: (Pass) throws -> Output
    ) throws -> ModelSummary {
        let tree = try ModuleTree.of(self)
        let recorder = LayerRecorder()
        let earlier = context.observer
        context.observer = recorder
        defer { context.observer = earlier }
        let pass = Pass(
            .evaluation, random: RandomStream(seed: 0), wanted: [], streamNames: tree.stochasticModules,
            recorder: recorder)
        defer { pass.end() }
        // A model without weights is described as if they were zeros.
        let declared = tree.entries.filter { $0.tensor.valueIfThere == nil }
        for (_, tensor) in declared { tensor.value = .zeros(tensor.shape, in: context) }
        defer { for (_, tensor) in declared { tensor.removeValue() } }
        _ = try forward(pass)
        return ModelSummary(recorder, of: tree)
    }
}

extension Layer {
    /// The layers of a model that maps one tensor to another, found by a pass over zeros of such a shape, in the context of
    /// the model's parameters. Throws `ModuleError` if the module is not well formed.
    public func summary(inputShape: Shape) throws -> ModelSummary {
        let context = try ModuleTree.of(self).entries.first?.tensor.valueIfThere?.context ?? .default
        return try summary(in: context) { self($0(.zeros(inputShape, in: context))) }
    }
}

extension ModelSummary {
    fileprivate init(_ recorder: LayerRecorder, of tree: ModuleTree) {
        var seen: Set<ObjectIdentifier> = []
        rows = recorder.calls.filter { !$0.hasInner }.map { call in
            let isNew = seen.insert(ObjectIdentifier(call.layer)).inserted
            let own = (try? ModuleTree.of(call.layer))?.parameters ?? []
            return Row(
                name: tree.paths[ObjectIdentifier(call.layer)] ?? "(not in the model)",
                type: "\(type(of: call.layer))", outputShape: call.outputShape ?? [],
                parameters: isNew ? own.reduce(0) { $0 + $1.parameter.shape.count } : 0, isRepeated: !isNew,
                multiplyAdds: call.multiplyAdds)
        }
        parameters = tree.parameters.reduce(0) { $0 + $1.parameter.shape.count }
        trainableParameters = tree.parameters.reduce(0) {
            $0 + ($1.parameter.isTrainable ? $1.parameter.shape.count : 0)
        }
        multiplyAdds = recorder.otherMultiplyAdds + recorder.calls.reduce(0) { $0 + $1.multiplyAdds }
    }
}
