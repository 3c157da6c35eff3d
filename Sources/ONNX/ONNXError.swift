import SwiftletTensor

/// A model that cannot be written as an ONNX file, in one sentence.
public struct ONNXError: Error, Equatable, CustomStringConvertible {
    /// The sentence, without a full stop.
    public let description: String

    /// An error with its sentence.
    public init(_ description: String) {
        self.description = description.asSentence
    }
}
