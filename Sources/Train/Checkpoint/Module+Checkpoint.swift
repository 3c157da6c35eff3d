import SwiftletNN
import SwiftletTensor

extension Module {
    /// Writes parameters and buffers by path, and any words about them, to a safetensors file, replacing one that is there.
    /// Throws `RunError` if the file cannot be written, and `ModuleError` if the module is not well formed.
    public func save(to path: String, metadata: [String: String] = [:]) throws {
        let tensors = try stateDictionary().map { (name: $0.name, tensor: $0.value) }
        try Checkpoint(tensors: tensors, metadata: metadata).write(to: path)
    }

    /// The module with parameters and buffers from a safetensors file, all or none; nothing is drawn.
    ///
    /// A module without values gets them in `context`, another one stays in its own. Throws `CheckpointError` if the file cannot
    /// be read, or if a tensor is missing, unexpected (both unless `strict` is false) or of another shape.
    @discardableResult
    public func loaded(from path: String, strict: Bool = true, in context: ComputeContext = .default) throws -> Self {
        let checkpoint = try Checkpoint(reading: path, in: context)
        do {
            try checkpoint.load(self, strict: strict)
        } catch let error as ModuleError {
            throw CheckpointError(path: path, reason: error.description)
        }
        return self
    }

    /// Takes parameters and buffers from a safetensors file, as `loaded(from:strict:in:)`.
    public func load(from path: String, strict: Bool = true) throws {
        let context = try namedParameters().first?.parameter.valueIfThere?.context ?? .default
        try loaded(from: path, strict: strict, in: context)
    }
}
