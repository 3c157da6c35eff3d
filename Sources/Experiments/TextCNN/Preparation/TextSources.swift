import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The labelled sentences of a run: a training file, and perhaps fixed development and test files.
public struct TextSources {
    /// What is trained on, and divided where there are no other files.
    public let training: SentenceFile
    /// The fixed development part.
    public let development: SentenceFile?
    /// The fixed test part.
    public let test: SentenceFile?
    /// Whether the sentences were generated because there was no data.
    public let isGenerated: Bool

    /// Sets that `train` takes, the first that is there, if no file is named.
    static let customarySets = ["sentences/mr.txt", "sentences/vader.txt"]
    /// How many sentences are generated where there are none.
    static let generatedCount = 4000

    /// Reads the files that are named; without a training file, the first customary set of the data folder; without
    /// that, or if `generates` says so, sentences that are generated from `random`. Throws `DataError`.
    public init(
        training: String?, development: String?, test: String?, generates: Bool = false, folder: DataDirectory,
        random: RandomStream
    ) throws {
        if training == nil, let other = development ?? test {
            throw RunError("\(other) was given without a training file; name one with --train")
        }
        self.development = try development.map { try SentenceFile(path: $0, memory: folder.memoryLimit) }
        self.test = try test.map { try SentenceFile(path: $0, memory: folder.memoryLimit) }
        if let path = training ?? (generates ? [] : Self.customarySets).lazy.compactMap(folder.find).first {
            self.training = try SentenceFile(path: path, memory: folder.memoryLimit)
            isGenerated = false
        } else {
            self.training = SentenceFile(
                path: "generated sentences",
                sentences: try SentenceGrammar.sentences(count: Self.generatedCount, random: random))
            isGenerated = true
        }
    }

    /// The files that were read.
    public var paths: [String] {
        isGenerated ? [] : [training, development, test].compactMap { $0?.path }
    }
}
