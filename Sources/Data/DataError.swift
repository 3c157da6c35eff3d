import SwiftletTensor

/// What is wrong with a user's data, in one sentence that opens with the place: `reviews.txt:17: the line is not UTF-8`.
public struct DataError: Error, Equatable, CustomStringConvertible {
    /// The path as the user gave it, if the fault lies in a file.
    public let file: String?
    /// The line in that file, counted from 1.
    public let line: Int?
    /// What was wrong and what was expected.
    public let message: String

    /// The settings of the reading that may mend the fault; nil if none does.
    public let remedy: Remedy?

    /// Settings of how labelled sentences are read.
    public enum Remedy: Sendable {
        /// The format.
        case format
        /// Which columns hold the label and the text.
        case columns
        /// The format, the columns, or that whatever stands for labels is accepted.
        case any
    }

    /// An error about a line of a file, about a file, or about a value.
    public init(file: String? = nil, line: Int? = nil, _ message: String, remedy: Remedy? = nil) {
        self.file = file
        self.line = line
        self.message = message
        self.remedy = remedy
    }

    /// The whole sentence.
    public var description: String {
        guard let file else { return message.asSentence }
        guard let line else { return "\(file): \(message)".asSentence }
        return "\(file):\(line): \(message)".asSentence
    }
}
