import SwiftletData
import SwiftletTrain

/// Classifiers of the same classes whose probabilities are averaged. Networks that start from different weights err on
/// different sentences, so the average errs less (Hansen and Salamon 1990).
public struct TextEnsemble {
    /// The classifiers, at least one.
    public let members: [TextClassifier]

    /// An ensemble of at least one classifier. Throws `RunError` if they differ in their classes or in how they split texts.
    public init(_ members: [TextClassifier]) throws {
        guard let first = members.first else { throw RunError("an ensemble needs at least one checkpoint") }
        for member in members.dropFirst() {
            guard member.encoder.labels == first.encoder.labels else {
                throw RunError(
                    "the checkpoints tell different classes apart: \(first.encoder.labels.names) and "
                        + "\(member.encoder.labels.names)")
            }
            guard member.encoder.tokenizer == first.encoder.tokenizer else {
                throw RunError("the checkpoints split texts into words in different ways")
            }
        }
        self.members = members
    }

    /// The classes.
    public var labels: LabelSet { members[0].encoder.labels }

    /// How texts become words.
    public var tokenizer: Tokenizer { members[0].encoder.tokenizer }

    /// The mean of the members' probabilities of each class, for sentences that have been split into words.
    public func probabilities(of sentences: [[String]], batchSize: Int = 256) throws -> [[Float]] {
        try predictions(of: sentences, batchSize: batchSize).map(\.probabilities)
    }

    /// What an ensemble makes of a sentence.
    public struct Prediction: Sendable {
        /// The mean of the members' probabilities of each class.
        public var probabilities: [Float]
        /// Number of the sentence's words that a member has a vector of its own for; of several, the member that knows most.
        public var knownTokens: Int

        /// Classes and their probabilities, the most probable first.
        public var ranking: [(label: Int, probability: Float)] {
            probabilities.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.map {
                (label: $0.offset, probability: $0.element)
            }
        }
    }

    /// What the members together make of sentences that have been split into words.
    public func predictions(of sentences: [[String]], batchSize: Int = 256) throws -> [Prediction] {
        var predictions = sentences.map { _ in
            Prediction(probabilities: [Float](repeating: 0, count: labels.count), knownTokens: 0)
        }
        for member in members {
            let encoded = sentences.map(member.encoder.vocabulary.encode)
            let probabilities = try member.probabilities(ofEncoded: encoded, batchSize: batchSize)
            for index in sentences.indices {
                for label in labels.names.indices {
                    predictions[index].probabilities[label] += probabilities[index][label]
                }
                let known = encoded[index].count { $0 != Vocabulary.unknown }
                predictions[index].knownTokens = max(predictions[index].knownTokens, known)
            }
        }
        for index in predictions.indices {
            for label in labels.names.indices { predictions[index].probabilities[label] /= Float(members.count) }
        }
        return predictions
    }
}
