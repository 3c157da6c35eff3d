import SwiftletTensor

/// A checkpoint that cannot be read, in one sentence that names the file.
public struct CheckpointError: Error, CustomStringConvertible, Equatable {
    /// The file's path.
    public let path: String
    /// What is wrong with it.
    public let reason: String

    /// "checkpoint runs/a/best.safetensors: the header is cut short".
    public var description: String { "checkpoint \(path): \(reason)".asSentence }
}

/// What is wrong with a checkpoint's content, before it is known which file it is in.
struct CheckpointDamage: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
