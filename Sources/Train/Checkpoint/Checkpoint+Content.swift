import Foundation
import SwiftletNN
import SwiftletTensor

extension Checkpoint {
    /// The words of a key that must be there. Throws `RunError`.
    public func entry(_ key: String) throws -> String {
        guard let text = metadata[key] else { throw RunError("the checkpoint has no '\(key)'") }
        return text
    }

    /// The value that the words of a key describe in JSON. Throws `RunError`.
    public func decode<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
        let text = try entry(key)
        do {
            return try JSON.decode(type, from: Data(text.utf8))
        } catch {
            throw RunError("the checkpoint's '\(key)' cannot be understood")
        }
    }

    /// Loads a module with the tensors whose names begin with `prefix` and a dot, or with all of them; names may be those of the
    /// module or of PyTorch (`add`). Throws `ModuleError` with all that have another shape and, unless `strict` is false, with all
    /// that are missing or unknown.
    public func load(_ module: any Module, prefix: String? = nil, strict: Bool = true) throws {
        let start = prefix.map { $0 + "." } ?? ""
        func names(_ name: String) -> (own: String, file: String)? {
            guard name.hasPrefix(start) else { return nil }
            let file = String(name.dropFirst(start.count))
            return (PyTorchNames.own(file), file)
        }
        var state: [String: Tensor] = [:]
        var others = integers.compactMap { names($0.name)?.file }
        for (name, tensor) in tensors {
            guard let names = names(name) else { continue }
            // One of two names for the same value is too many.
            if state[names.own] == nil { state[names.own] = tensor } else { others.append(names.file) }
        }
        try module.load(state, besides: others, prefix: start, strict: strict)
    }

    /// Adds the values of a module under the names that they have in PyTorch, after `prefix` and a dot where there is one: the
    /// names of the module but for weights under spectral norm. Throws `ModuleError`.
    public mutating func add(_ module: any Module, prefix: String? = nil) throws {
        let state = try module.stateDictionary()
        let start = prefix.map { $0 + "." } ?? ""
        tensors += zip(PyTorchNames.of(state.map(\.name)), state).map { (start + $0, $1.value) }
    }

    /// The tensor that a module calls by this name, which PyTorch may call by another; nil if there is none.
    public func value(of name: String) -> Tensor? {
        self[name] ?? tensors.first { PyTorchNames.own($0.name) == name }?.tensor
    }
}
