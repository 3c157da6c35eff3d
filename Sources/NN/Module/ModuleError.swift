/// A module that is not well formed, or a state that does not fit it, in one sentence.
public struct ModuleError: Error, CustomStringConvertible, Equatable {
    /// What was wrong, where, and what was expected.
    public let description: String
}
