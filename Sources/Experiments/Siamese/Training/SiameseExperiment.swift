import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The data of a run, read once, and training on one or all of its splits.
public struct SiameseExperiment {
    /// What the run computes, all choices made.
    public let configuration: SiameseConfiguration
    /// The pictures and the people.
    public let faces: FaceSet
    /// The verifier whose weights trainings start from; nil for random weights.
    let start: FaceVerifier?
    /// The rounds of this run: one, or one a fold.
    public let splits: [PersonSplit]
    /// Where tensors live.
    public let context: ComputeContext
    /// The files that were read.
    var dataFiles: [String] { faces.dataFiles + [configuration.from].compactMap { $0 } }
    private var root: RandomStream { RandomStream(seed: configuration.seed) }

    /// Reads the data. Throws `RunError`, `DataError` or `KernelError` for settings and files that will not do.
    public init(_ configuration: SiameseConfiguration, folder: DataDirectory) throws {
        try configuration.validate()
        context = try configuration.makeContext()
        start = try configuration.from.map { [context] in try FaceVerifier(reading: $0, in: context) }
        var configuration = configuration
        try configuration.preparation.resolve(in: folder)
        faces = try FaceSet(configuration.preparation, size: configuration.model.size, memory: folder.memoryLimit)
        splits = try PersonSplit.rounds(
            configuration.preparation, names: faces.people.map(\.name), source: faces.source,
            random: RandomStream(seed: configuration.seed).child("split"))
        for split in splits {
            try requireWays(configuration.ways, people: min(split.test.count, split.training.count))
        }
        self.configuration = configuration
    }

    /// What was read and how it is divided, in a sentence.
    var summary: String {
        let round = splits[0]
        let pictures = faces.images
        let parts =
            splits.count > 1
            ? "\(splits.count) folds by person"
            : "\(round.training.count) to train on, \(round.test.count) never seen"
        return "\(pictures.count) pictures of \(faces.people.count) people from \(faces.source), at "
            + "\(pictures.width) x \(pictures.height) pixels; \(parts)"
    }

    /// What users should know before training: a margin that no pair can reach.
    var warnings: [String] {
        let margin = configuration.training.margin
        guard let largest = configuration.model.largestDistance, margin > largest else { return [] }
        return [
            "Warning: the margin is \(margin), but embeddings of length 1 are at most \(largest) apart, so every pair of different "
                + "people costs something, however far apart it is"
        ]
    }

    /// The training of one round; `number` counts from 0.
    public func training(on split: PersonSplit, number: Int) -> SiameseTraining {
        SiameseTraining(
            configuration: configuration, faces: faces, split: split, start: start,
            random: root.child("round").child(number),
            context: context)
    }
}

/// Throws unless there are as many people to choose from as one-shot recognition asks for.
func requireWays(_ ways: Int, people: Int) throws {
    if ways > people {
        throw RunError("--ways \(ways) asks for as many people to choose from, but a part has only \(people)")
    }
}
