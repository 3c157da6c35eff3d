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
        training: String?, development: String?, test: String?, reading: SentenceReading = SentenceReading(),
        generates: Bool = false, folder: DataDirectory, random: RandomStream
    ) throws {
        if training == nil, let other = development ?? test {
            throw RunError("\(other) was given without a training file; name one with --train")
        }
        let customary = generates ? [] : Self.customarySets
        guard let path = training ?? customary.lazy.compactMap(folder.find).first else {
            self.training = SentenceFile(
                path: "generated sentences",
                sentences: try SentenceGrammar.sentences(count: Self.generatedCount, random: random))
            (self.development, self.test, isGenerated) = (nil, nil, true)
            return
        }
        func read(_ path: String, known: LabelSet? = nil) throws -> SentenceFile {
            try SentenceOptions.namingFlags {
                try SentenceFile(path: path, reading: reading, known: known, memory: folder.memoryLimit)
            }
        }
        self.training = try read(path)
        let labels = try LabelSet(of: self.training)
        self.development = try development.map { try read($0, known: labels) }
        self.test = try test.map { try read($0, known: labels) }
        isGenerated = false
    }

    /// What is to be known of how the files were read.
    public var notes: [String] { ([training] + [development, test].compactMap { $0 }).flatMap(\.notes) }

    /// The files on the disk that were read.
    public var paths: [String] {
        isGenerated ? [] : ([training] + [development, test].compactMap { $0 }).map { DataPath($0.path).file }
    }
}
