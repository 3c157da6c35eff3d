/// Data that cannot be judged, in one sentence: what was wrong and what was expected.
public struct EvaluationError: Error, CustomStringConvertible, Equatable {
    /// The sentence, without a full stop.
    public let description: String

    /// An error with its sentence.
    public init(_ description: String) {
        self.description = description
    }
}
