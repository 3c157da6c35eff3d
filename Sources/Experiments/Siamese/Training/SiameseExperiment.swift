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
    /// What the user should know of the data and of settings that were adapted to them, a sentence each.
    public let notes: [String]
    /// The files that were read.
    var dataFiles: [String] { faces.dataFiles + [configuration.from].compactMap { $0 } }
    private var root: RandomStream { RandomStream(seed: configuration.seed) }

    /// Reads the data. Ways of one-shot recognition and the share of test people that the people are too few for are adapted if they
    /// are among `adaptable`. Throws `RunError`, `DataError` or `KernelError` for settings and files that will not do.
    public init(
        _ configuration: SiameseConfiguration, folder: DataDirectory, adaptable: Set<AdaptableSetting> = []
    ) throws {
        try configuration.validate()
        context = try configuration.makeContext()
        start = try configuration.from.map { [context] in try FaceVerifier(reading: $0, in: context) }
        var configuration = configuration
        try configuration.preparation.resolve(in: folder)
        faces = try FaceSet(configuration.preparation, size: configuration.model.size, memory: folder.memoryLimit)
        var notes = faces.notes
        if adaptable.contains(.testShare), configuration.preparation.drawsTestPeople {
            let (old, count) = (configuration.preparation.testShare, faces.people.count)
            configuration.preparation.testShare = PersonSplit.feasibleShare(old, of: count)
            if configuration.preparation.testShare != old {
                notes.append(
                    "--test-share is \(configuration.preparation.testShare) instead of \(old), as of \(count) people 2 at least are "
                        + "trained on and 2 tested on")
            }
        }
        splits = try PersonSplit.rounds(
            configuration.preparation, of: faces.divided,
            random: RandomStream(seed: configuration.seed).child("split"))
        let people = splits.map { min($0.test.count, $0.training.count) }.min() ?? 0
        configuration.ways = try fittingWays(
            configuration.ways, people: people, isAdaptable: adaptable.contains(.ways), notes: &notes)
        self.notes = notes
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

/// A setting whose default may give way to what the data can meet.
public enum AdaptableSetting: Sendable {
    /// People to choose from in one-shot recognition.
    case ways
    /// Share of the people that is tested on.
    case testShare
}

/// The ways of one-shot recognition, or as many as there are people, with a note, if that is allowed. Throws `RunError` if it is
/// not.
func fittingWays(_ ways: Int, people: Int, isAdaptable: Bool, notes: inout [String]) throws -> Int {
    if ways <= people { return ways }
    guard isAdaptable else {
        throw RunError("--ways \(ways) asks for as many people to choose from, but a set has only \(people)")
    }
    notes.append("one-shot recognition chooses from \(people) people instead of \(ways), as a set has no more")
    return people
}
