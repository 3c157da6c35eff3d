import SwiftletTensor

/// What is wrong with a user's data, in one sentence that opens with the place: `reviews.txt:17: the line is not UTF-8`.
public struct DataError: Error, Equatable, CustomStringConvertible {
    /// The path as the user gave it, if the fault lies in a file.
    public let file: String?
    /// The line in that file, counted from 1.
    public let line: Int?
    /// What was wrong and what was expected.
    public let message: String

    /// An error about a line of a file, about a file, or about a value.
    public init(file: String? = nil, line: Int? = nil, _ message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// The whole sentence.
    public var description: String {
        guard let file else { return message.asSentence }
        guard let line else { return "\(file): \(message)".asSentence }
        return "\(file):\(line): \(message)".asSentence
    }
}
