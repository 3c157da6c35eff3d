import ArgumentParser
import ExperimentSupport
import SwiftletData
import Foundation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// Evaluates a trained network on people's images.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Report how well a trained network verifies people it has never seen.",
        discussion: """
            All pairs of the images of the test people are evaluated, or a sample if there are more than 2 million.

            Example:
              siamese evaluate --checkpoint runs/people --faces people
            """)

    @OptionGroup var checkpoint: CheckpointOption
    @OptionGroup(title: "Faces") var faces: FaceOptions

    @Option(
        help: ArgumentHelp(
            "People to test on, separated by commas, or 'all'. (default: the test people of the checkpoint)",
            valueName: "names"),
        transform: parseNames)
    var testPeople: [String]?

    @Option(help: "People to choose from in one-shot recognition. (default: 5, or as many as there are)")
    var ways: Int?

    @Option(help: "Pictures a batch; does not change the result.")
    var batchSize = 32

    @Option(help: "One-shot trials, and the sample of a large number of pairs, are drawn by it.")
    var seed: UInt64 = 1

    @OptionGroup(title: "Data") var data: DataFolderOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func run() throws {
        try requireCount(batchSize, "--batch-size")
        if let ways { try requireCount(ways, "--ways", minimum: 2) }
        let verifier = try FaceVerifier(reading: checkpoint.file, in: compute.makeContext())
        var preparation = PreparationConfiguration()
        faces.apply(to: &preparation)
        try preparation.validate()
        let folder = try data.directory()
        try preparation.resolve(in: folder)
        let set = try FaceSet(preparation, size: verifier.configuration.size, memory: folder.memoryLimit)
        let chosen = try choose(from: set, verifier)
        guard chosen.contains(where: { set.people[$0].pictures.count > 1 }) else {
            throw RunError(
                "none of the people to test on has at least 2 images, so there is no pair of the same person")
        }
        var notes = set.notes
        let ways = try fittingWays(ways ?? 5, people: chosen.count, isAdaptable: ways == nil, notes: &notes)
        for note in notes { ProgressReporter().note("Note: \(note).") }

        let random = RandomStream(seed: seed)
        let people = try PeopleEvaluation(
            of: chosen, set, by: verifier, batchSize: batchSize, random: random.child("verification"),
            name: "test people", progress: ProgressReporter())
        let result = try people.result(threshold: verifier.threshold, ways: ways, random: random.child("one shot"))
        print(TextTable.aligned(result.rows.map { [$0.name, $0.value] }))
        if compute.json { try StandardOutput.write(json: result) }
    }

    /// The numbers of the people to test on. Throws `RunError` for names that the set lacks.
    private func choose(from set: FaceSet, _ verifier: FaceVerifier) throws -> [Int] {
        let names = set.people.map(\.name)
        if testPeople == ["all"] { return Array(names.indices) }
        let wanted = testPeople ?? verifier.testPeople
        if let missing = wanted.first(where: { names.position(of: $0) == nil }) {
            throw RunError(
                "\(set.source) has no pictures of \"\(missing)\"; name the people to test on with --test-people, or 'all'"
            )
        }
        if let known = testPeople?.first(where: { verifier.trainingPeople.position(of: $0) != nil }) {
            ProgressReporter().note("Note: the network was trained on \"\(known)\", if this is the same person")
        }
        let chosen = Set(wanted.compactMap(names.position)).sorted()
        guard chosen.count >= 2 else {
            throw RunError("--test-people must name at least 2 people, got \(chosen.count)")
        }
        return chosen
    }
}
