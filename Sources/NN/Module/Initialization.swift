import SwiftletTensor

/// A module that prepares itself once its parameters have first values, such as by power iteration on a weight.
protocol PreparedModule: Module {
    func prepare(random: RandomStream)
}

extension Module {
    /// Gives each parameter its first value, drawn by its initializer from the stream that its path names below `seed`: a new
    /// parameter elsewhere changes none. Returns the module.
    ///
    /// Throws `ModuleError` if the module is not well formed.
    @discardableResult
    public func initialized(seed: UInt64, in context: ComputeContext = .default) throws -> Self {
        try initialized(random: RandomStream(seed: seed), in: context)
    }

    /// The same with the streams below `random`.
    @discardableResult
    public func initialized(random: RandomStream, in context: ComputeContext = .default) throws -> Self {
        let tree = try ModuleTree(of: self)
        for (path, tensor) in tree.entries { tensor.initialize(random.descendant(path), in: context) }
        for (path, module) in tree.preparedModules { module.prepare(random: random.descendant(path)) }
        return self
    }
}

extension RandomStream {
    /// The stream of a path: a child for each of its parts, a name or the index in an array.
    func descendant(_ path: String) -> RandomStream {
        path.split(separator: ".").reduce(self) { stream, part in
            Int(part).map { stream.child($0) } ?? stream.child(String(part))
        }
    }
}
