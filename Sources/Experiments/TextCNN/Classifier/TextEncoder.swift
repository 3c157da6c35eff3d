import SwiftletData
import SwiftletTrain

/// From text to word numbers, and from class numbers to names: what a model needs to be used on new sentences, kept in
/// its checkpoint.
public struct TextEncoder: Equatable {
    /// How texts become words.
    public let tokenizer: Tokenizer
    /// The words that the model knows.
    public let vocabulary: Vocabulary
    /// The classes that the model tells apart.
    public let labels: LabelSet

    /// An encoder of its parts.
    public init(tokenizer: Tokenizer, vocabulary: Vocabulary, labels: LabelSet) {
        self.tokenizer = tokenizer
        self.vocabulary = vocabulary
        self.labels = labels
    }

    /// The word numbers of a text.
    public func encode(_ text: String) -> [Int32] { vocabulary.encode(tokenizer.tokens(of: text)) }
}
