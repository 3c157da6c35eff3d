import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletTrain

/// Compares two pictures.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Tell whether two pictures show the same person.",
        discussion: """
            Prints the distance of the two embeddings, and whether it is below the threshold of the training people.

            Example:
              siamese compare a.png b.png --checkpoint runs/people
            """)

    @Argument(help: ArgumentHelp("A picture: PGM or PNG.", valueName: "picture"))
    var first: String

    @Argument(help: ArgumentHelp("Another picture.", valueName: "picture"))
    var second: String

    @OptionGroup var checkpoint: CheckpointOption
    @OptionGroup(title: "Run") var compute: ComputeOptions

    private struct Result: Encodable {
        var distance: Double
        var threshold: Double
        var same: Bool
    }

    func run() throws {
        let verifier = try FaceVerifier(reading: checkpoint.file, in: compute.makeContext())
        let distance = try verifier.distance(ImageFile.read(path: first), ImageFile.read(path: second))
        let result = Result(distance: distance, threshold: verifier.threshold, same: verifier.isSame(distance))
        print(
            String(printf: "Distance %.4f, threshold %.4f: ", distance, result.threshold)
                + (result.same ? "the same person." : "different people."))
        if compute.json { try StandardOutput.write(json: result) }
    }
}
