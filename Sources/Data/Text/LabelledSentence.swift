/// One example of a sentence-classification set.
public struct LabelledSentence: Sendable, Equatable {
    /// The class as the file names it: a number or a word.
    public var label: String
    /// The text, without white space at its ends; may be empty.
    public var text: String
    /// The line of the file, counted from 1.
    public var line: Int

    /// A sentence with its class.
    public init(label: String, text: String, line: Int) {
        self.label = label
        self.text = text
        self.line = line
    }
}
