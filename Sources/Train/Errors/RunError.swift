import SwiftletTensor

/// What stops a run, in one sentence for the user: what was wrong, where, and what was expected.
public struct RunError: Error, CustomStringConvertible, Equatable {
    /// The sentence, without a full stop.
    public let description: String

    /// An error with its sentence.
    public init(_ description: String) {
        self.description = description.asSentence
    }
}
