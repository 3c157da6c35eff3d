import Foundation
import SwiftletNN

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

    /// Loads a module with the parameters whose names begin with `prefix` and a dot, or with all of them. Throws
    /// `ModuleError` if one is missing, has another shape or is unknown.
    public func load(_ module: any Module, prefix: String? = nil) throws {
        let start = prefix.map { $0 + "." } ?? ""
        let own = tensors.filter { $0.name.hasPrefix(start) }
        try module.load(
            Dictionary(uniqueKeysWithValues: own.map { (String($0.name.dropFirst(start.count)), $0.tensor) }))
    }
}
