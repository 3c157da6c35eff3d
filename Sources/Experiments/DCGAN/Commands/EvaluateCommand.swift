import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// Judges one or more trained generators.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: """
            Compare generated pictures with real ones: Fréchet and kernel distance, precision and recall, shares of the \
            classes, beside the same measures of parts of the real pictures.
            """,
        discussion: """
            Several checkpoints, as of several seeds, give means and standard deviations. Images of a known set are compared by \
            the features of a classifier, others, which have no classes, shrunk to 8 x 8 pixels.

            Example:
              dcgan evaluate --checkpoint runs/digits --samples 5000
            """)

    @Option(help: ArgumentHelp("Checkpoint, or the run directory that holds it; once for each.", valueName: "path"))
    var checkpoint: [String]

    @Option(
        help: ArgumentHelp(
            "Images to compare with, as for train. (default: what the checkpoint was trained on)",
            valueName: "name or path"))
    var dataset: String?

    @Flag(help: "Read folders nested in --dataset at any depth.")
    var nested = false

    @Option(help: "Noise, and the choice of real pictures, follow from it.")
    var seed: UInt64 = 1

    @Option(help: "Generated pictures to judge; rounded up to as many whole sets as are compared.")
    var samples = 10_000

    @OptionGroup var classifier: ClassifierOptions
    @OptionGroup var folder: DataFolderOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    private struct Result: Encodable {
        var evaluations: [SampleEvaluation]
        var frechetRatio: MeanAndDeviation
    }

    /// The stream of an evaluation.
    static func random(seed: UInt64) -> RandomStream { RandomStream(seed: seed).child("evaluate") }

    func run() throws {
        if checkpoint.isEmpty { throw ValidationError("Missing expected argument '--checkpoint <path>'") }
        try requireCount(samples, "--samples", minimum: 10, maximum: 1_000_000)
        Interruption.install()
        let context = try compute.makeContext()
        let random = Self.random(seed: seed)
        let progress = ProgressReporter()
        let trained = try checkpoint.map { try Networks.read(CheckpointPath.file(at: $0), in: context) }
        var known: (source: PictureSource, model: ModelConfiguration, parts: RealParts)?
        let evaluations = try zip(checkpoint, trained).map { path, trained in
            let (networks, data) = trained
            let source = try dataset.map { try PictureSource($0, isNested: nested) } ?? data
            if known?.source != source || known?.model.size != networks.configuration.size
                || known?.model.channels != networks.configuration.channels
            {
                let parts = try RealPictures(
                    source, for: networks.configuration, classifier: classifier.classifier, folder: folder.directory(),
                    context: context,
                    progress: progress
                ).parts(
                    samples: samples, model: networks.configuration, random: random, context: context,
                    progress: progress)
                known = (source, networks.configuration, parts)
            }
            let result = try SampleEvaluation(
                of: networks.judged, beside: known!.parts, samples: samples, random: random)
            print("\(path), \(source.name):")
            print(result.text)
            try StandardOutput.flush()
            return result
        }
        let ratio = MeanAndDeviation(evaluations.map(\.frechetRatio))
        if let deviation = ratio.standardDeviation {
            print(
                String(
                    printf: "Fréchet distance over that of the floor: %.2f ± %.2f over %ld checkpoints.", ratio.mean,
                    deviation, ratio.count))
        }
        if compute.json { try StandardOutput.write(json: Result(evaluations: evaluations, frechetRatio: ratio)) }
    }
}

extension SampleEvaluation {
    /// Measures, shares and notes for a terminal.
    var text: String {
        let shares = shareRows.isEmpty ? [] : [TextTable.aligned([["class", "share"]] + shareRows)]
        return ([TextTable.aligned([Self.columns] + rows)] + shares + notes).joined(separator: "\n")
    }
}
