import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Draws pictures.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw pictures with a trained model, as PNG files in a run directory.",
        discussion: """
            Without --class: a grid of classes, a grid of styles, a latent walk, and reconstructions of the test pictures if \
            they are at hand. Shown are the means of the decoder's Bernoulli pixels.

            Example:
              cvae sample --checkpoint runs/digits --class 7 --count 64
            """)

    @OptionGroup var checkpoint: CheckpointOption

    @Option(
        name: .customLong("class"),
        help: """
            Class to draw --count images of, and no others: its label where labels are numbers, else its index from 0. \
            (default: all)
            """)
    var label: Int?

    @Option(help: "Pictures of --class. (default: 64)")
    var count: Int?

    @OptionGroup(title: "Data") var pictures: PictureOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Output") var output: OutputOptions<CVAEProgram>

    private struct Configuration: Encodable {
        var checkpoint: String
        var `class`: Int?
        var count: Int?
        var data: DataConfiguration
        var seed: UInt64
    }

    private struct Result: Encodable {
        var files: [String]
        var output: String
    }

    func run() throws {
        if let count { try requireCount(count, "--count", maximum: 10_000) }
        if count != nil && label == nil {
            throw RunError("--count is the number of pictures of one class; name it with --class")
        }
        let context = try runOptions.compute.makeContext()
        var (model, data) = try PictureModel.read(checkpoint.file, in: context)
        let index = try label.map { try model.format.index(ofClass: $0) }
        pictures.apply(to: &data)
        try data.validate()
        let seed = runOptions.seed ?? 1
        let source = label == nil ? try testSource(model, data) : nil
        let run = try output.beginRun(
            configuration: Configuration(
                checkpoint: checkpoint.file, class: label, count: label.map { _ in count ?? 64 }, data: data, seed: seed
            ),
            context: context, dataFiles: [checkpoint.file])
        let figures = SampleFigures(model, random: RandomStream(seed: seed))
        let drawn =
            if let index { [figures.figure(ofClass: index, count: count ?? 64)] } else {
                source.map(figures.all) ?? figures.ofPrior
            }
        for figure in drawn { try run.directory.write(figure: figure) }
        let files = drawn.map { run.directory.path("\($0.name).png") }
        try run.finish(
            Result(files: files, output: run.directory.path), lines: zip(files, drawn).map { "\($0): \($1.caption)" },
            json: runOptions.json)
    }

    /// The test pictures; nil, with a warning, if those that the checkpoint names are gone or have changed, and no others were named.
    private func testSource(_ model: PictureModel, _ data: DataConfiguration) throws -> PixelSource? {
        do {
            let corpus = try PictureCorpus(data, folder: runOptions.dataDirectory).matching(model.format)
            return corpus.test.map { .test($0, model.likelihood) }
        } catch  where pictures.isEmpty && !(error is InterruptedError) {
            ProgressReporter().note("Warning: the reconstructions are skipped: \(error).")
            return nil
        }
    }
}
