import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The data of a run, read once, and training on one or all of its splits.
public struct TextExperiment {
    /// What the run computes, all choices made.
    public private(set) var configuration: TextConfiguration
    /// The sentences.
    public let corpus: TextCorpus
    /// Word vectors of the corpus, if there are any.
    public let vectors: WordVectors?
    /// The classifier that trainings start from; nil to start from random weights.
    public let start: TextClassifier?
    /// Whether the sentences were generated for want of data.
    public let isGenerated: Bool
    /// What is to be known of how the files were read, and of settings that were adapted to the data.
    let notes: [String]
    /// The files that were read.
    public let dataFiles: [String]
    /// The rounds of this run: one, or one a fold.
    public private(set) var splits: [TextSplit]
    /// Where tensors live.
    public let context: ComputeContext
    private var root: RandomStream { RandomStream(seed: configuration.seed) }

    /// Reads the data. Vectors of another dimension than that of the checkpoint to start from are an error, or, if nobody has named
    /// them, are done without. Settings that the data are too few for are adapted if they are among `adaptable`. Throws `RunError`, `DataError` or `KernelError` for settings and files that will not do.
    public init(
        _ configuration: TextConfiguration, folder: DataDirectory, hasDefaultVectors: Bool = false,
        adaptable: Set<AdaptableSetting> = []
    ) throws {
        try configuration.validate()
        context = try configuration.makeContext()
        let root = RandomStream(seed: configuration.seed)
        let sources = try TextSources(
            training: configuration.trainFile, development: configuration.developmentFile,
            test: configuration.testFile, reading: configuration.preparation.reading,
            generates: configuration.generatedSentences ?? false, folder: folder, random: root.child("grammar"))
        if configuration.preparation.folds != nil, sources.test != nil {
            throw RunError("--folds tests on parts of the training file; give either --folds or --test, not both")
        }
        corpus = try TextCorpus(sources, tokenizer: configuration.preparation.tokenizer)
        let adaptation = try Adaptation(
            of: configuration, to: corpus, adaptable,
            sentence: sources.isGenerated ? "generated sentence" : "sentence of \(sources.training.path)")
        let configuration = adaptation.configuration
        splits = try Self.splits(of: corpus, configuration.preparation, random: root.child("split"))
        start = try configuration.from.map { [context] in try TextClassifier(reading: $0, in: context) }
        var vectors = try configuration.embeddingsFile.map { [corpus] in
            try WordVectors(path: $0, wanted: corpus.words, memory: folder.memoryLimit)
        }
        var resolved = configuration
        if let start, let found = vectors, found.dimension != start.embeddingDimension {
            guard hasDefaultVectors else {
                throw DataError(
                    file: found.path,
                    "the vectors have \(found.dimension) numbers a word, but the checkpoint's embedding has "
                        + "\(start.embeddingDimension)")
            }
            (vectors, resolved.embeddingsFile) = (nil, nil)
        }
        self.vectors = vectors
        isGenerated = sources.isGenerated
        notes = sources.notes + (vectors?.notes ?? []) + adaptation.notes
        dataFiles =
            sources.paths + [resolved.embeddingsFile.map { DataPath($0).file }, configuration.from].compactMap { $0 }
        resolved.trainFile = sources.isGenerated ? nil : sources.training.path
        resolved.generatedSentences = sources.isGenerated ? true : nil
        if let vectors { resolved.model.embeddingDimension = vectors.dimension }
        self.configuration = resolved
    }

    /// The same data under another seed and network. Throws `RunError` for a network that will not do.
    public func with(seed: UInt64, model: ModelConfiguration) throws -> TextExperiment {
        var other = self
        other.configuration.seed = seed
        other.configuration.model = model
        other.configuration.model.embeddingDimension = configuration.model.embeddingDimension
        try other.configuration.validate()
        other.splits = try Self.splits(
            of: corpus, configuration.preparation, random: other.root.child("split"))
        return other
    }

    private static func splits(
        of corpus: TextCorpus, _ preparation: PreparationConfiguration, random: RandomStream
    ) throws -> [TextSplit] {
        guard let folds = preparation.folds else {
            return [
                try TextSplit.single(
                    of: corpus, developmentShare: preparation.developmentShare, testShare: preparation.testShare,
                    random: random)
            ]
        }
        return try TextSplit.folds(
            folds, of: corpus, developmentShare: preparation.developmentShare, random: random)
    }

    /// The training of one round; `number` counts from 0.
    public func training(on split: TextSplit, number: Int) -> TextTraining {
        TextTraining(
            configuration: configuration, corpus: corpus, split: split, vectors: vectors, start: start,
            random: root.child("round").child(number), context: context)
    }

    /// The trainings of all networks of one round's ensemble. The first is `training(on:number:)`.
    public func trainings(on split: TextSplit, number: Int) throws -> [TextTraining] {
        let random = root.child("ensemble").child(number)
        return try (0..<configuration.ensemble).map { member in
            var training = training(
                on: try split.member(
                    member, of: corpus, developmentShare: configuration.preparation.developmentShare,
                    random: random.child("split")),
                number: number)
            if member > 0 { training.random = random.child("member").child(member) }
            return training
        }
    }
}
