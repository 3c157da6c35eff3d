import SwiftletTensor

/// A module's parameters and buffers at one moment, such as the end of the best epoch.
public struct ModuleSnapshot {
    /// The values by path.
    public let values: [(name: String, value: Tensor)]

    /// The values of a module now. Throws `ModuleError`.
    public init(of module: some Module) throws { values = try module.stateDictionary() }

    /// Values that were taken from a module earlier.
    public init(_ values: [(name: String, value: Tensor)]) { self.values = values }

    /// Gives a module these values. Throws `ModuleError` if they do not fit.
    public func restore(to module: some Module) throws {
        try module.load(Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.value) }))
    }

    /// Calls `body` while a module has these values, then gives it back those that it had. Throws `ModuleError`.
    public func during<Result>(_ module: some Module, _ body: () throws -> Result) throws -> Result {
        let present = try ModuleSnapshot(of: module)
        try restore(to: module)
        let result = Swift.Result(catching: body)
        try present.restore(to: module)
        return try result.get()
    }
}
