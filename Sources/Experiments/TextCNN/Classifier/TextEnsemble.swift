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
        let all = try members.map { try $0.probabilities(of: sentences, batchSize: batchSize) }
        return sentences.indices.map { sentence in
            labels.names.indices.map { label in
                all.reduce(0) { $0 + $1[sentence][label] } / Float(members.count)
            }
        }
    }
}
