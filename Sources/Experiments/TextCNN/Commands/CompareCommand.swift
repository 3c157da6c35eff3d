import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletTrain

/// Trains the grid of kernel sizes and poolings over several seeds.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Train kernel sizes 5 and 7 with average and max pooling over several seeds, and compare them.",
        discussion: """
            Each of the four networks is trained from each seed; a table and a picture show means and standard deviations.

            Example:
              textcnn compare --train reviews.txt --seeds 5 --epochs 9
            """)

    @Option(help: "Seeds a network: --seed and those that follow it.")
    var seeds = 3

    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Network") var model: ComparedModelOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Output") var output: OutputOptions<TextCNNProgram>

    private struct Result: Encodable {
        var networks: [ComparisonRow]
        var seeds: [UInt64]
        /// Share of the step time in which the next batch was waited for.
        var waitingShare: Double
        var wallSeconds: Double
        var output: String
    }

    func run() throws {
        let start = ProgramStart()
        try requireCount(seeds, "--seeds", maximum: 1000)
        var configuration = Preset.quick.configuration
        let folder = try runOptions.dataDirectory
        configuration.embeddingsFile = DataOptions.customaryVectors(in: folder)
        data.apply(to: &configuration)
        model.apply(to: &configuration.model)
        training.apply(to: &configuration.training)
        runOptions.apply(to: &configuration)
        configuration.mapPaths { AbsolutePath.of($0) }
        configuration.dataFolder = AbsolutePath.of(folder.path)
        let firstSeed = configuration.seed
        guard firstSeed <= UInt64.max - UInt64(seeds) else {
            throw RunError("--seed \(firstSeed) leaves no room for \(seeds) seeds")
        }

        configuration.model.kernelSizes = ComparisonGrid.cells.map(\.kernelSize)
        var adaptable: Set<AdaptableSetting> = []
        if data.testShare == nil { adaptable.insert(.testShare) }
        if data.devShare == nil { adaptable.insert(.developmentShare) }
        let first = try TextExperiment(configuration, folder: folder, adaptable: adaptable)
        let seedValues = (0..<UInt64(seeds)).map { firstSeed + $0 }
        let comparison = ComparisonConfiguration(first.configuration, seeds: seedValues)
        let run = try output.beginRun(
            configuration: comparison, context: first.context, dataFiles: first.dataFiles,
            pictures: TextCNNProgram.pictures, start: start)
        DataReport(first).lines.forEach(run.progress.note)

        let rows = try zip(ComparisonGrid.cells, comparison.networks).map { cell, model in
            try train(cell, seedValues.map { try first.with(seed: $0, model: model) }, run)
        }
        let name = first.isGenerated ? "generated sentences" : (first.configuration.trainFile ?? "").lastPathComponent
        let table = ComparisonTable(rows: rows, seedCount: seeds, data: name)
        let speed = TrainingSpeed(rows.flatMap(\.rounds).flatMap(\.epochs))
        let result = Result(
            networks: rows, seeds: seedValues, waitingShare: speed.waitingShare, wallSeconds: run.wallSeconds,
            output: run.directory.path)
        try run.finish(result, lines: [table.text], speed: speed, json: runOptions.json) {
            run.illustrate("the image of the table") { try run.directory.write(text: table.svg, to: "table.svg") }
            run.show([table.reportTable])
            run.draw([table.curves])
        }
    }

    private func train(
        _ cell: ComparisonGrid.Cell, _ experiments: [TextExperiment], _ run: ExperimentRun
    ) throws -> ComparisonRow {
        var accuracies: [Double] = []
        var all: [SplitResult] = []
        for experiment in experiments {
            let seed = experiment.configuration.seed
            let rounds = try experiment.splits.enumerated().map { number, split in
                run.progress.label = "\(cell.name), seed \(seed)"
                var training = experiment.training(on: split, number: number)
                training.progress = run.progress
                let fold = experiment.splits.count > 1 ? number + 1 : nil
                let labels = ComparedLabels(kernelSize: cell.kernelSize, pooling: cell.pooling, seed: seed, fold: fold)
                let part =
                    "kernel-\(cell.kernelSize)-\(cell.pooling.rawValue)-seed-\(seed)"
                    + (fold.map { "-fold-\($0)" } ?? "")
                training.log = { try run.log(LoggedEpoch($0, labels: labels, part: part)) }
                return try training.run()
            }
            accuracies.append(MeanAndDeviation(rounds.map(\.testAccuracy)).mean)
            all += rounds
        }
        return ComparisonRow(cell: cell, accuracies: accuracies, rounds: all)
    }
}

private let defaults = ModelConfiguration()

/// The flags about the network that the grid leaves open.
struct ComparedModelOptions: ParsableArguments {
    @Option(help: "Filters of the convolution. (default: \(defaults.filters))")
    var filters: Int?

    @Option(help: "Share of the pooled features that training drops. (default: \(defaults.dropout))")
    var dropout: Float?

    @Option(
        help: "Share of the embedded words' elements that training drops. (default: \(defaults.embeddingDropout))")
    var embeddingDropout: Float?

    func apply(to model: inout ModelConfiguration) {
        if let filters { model.filters = filters }
        if let dropout { model.dropout = dropout }
        if let embeddingDropout { model.embeddingDropout = embeddingDropout }
    }
}

/// Which training of a comparison an epoch belongs to, in `metrics.jsonl`.
private struct ComparedLabels: Encodable {
    var kernelSize: Int
    var pooling: Pooling
    var seed: UInt64
    var fold: Int?
}

extension String {
    /// What follows the last slash.
    fileprivate var lastPathComponent: String { URL(fileURLWithPath: self).lastPathComponent }
}
