import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Shows whether the generator copies.
struct NearestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearest",
        abstract: "Draw generated pictures, each with its nearest training pictures behind it: are they copies?",
        discussion: """
            The first picture of a row is generated, the others are the nearest ones that the network was trained on.

            Example:
              dcgan nearest --checkpoint runs/digits --count 8
            """)

    @Option(help: "Generated pictures, a row each.")
    var count = 10

    @Option(help: "Training images beside each. (default: 5, or as many as there are but one)")
    var neighbors: Int?

    @Option(
        help: ArgumentHelp(
            "Where to look for neighbours. (default: what the checkpoint was trained on)", valueName: "name or path"))
    var dataset: String?

    @Flag(help: "Read folders nested in --dataset at any depth.")
    var nested = false

    @OptionGroup var generator: GeneratorOptions
    @OptionGroup var folder: DataFolderOptions
    @OptionGroup(title: "Output") var output: PictureOutputOptions

    private struct Result: Encodable {
        var distances: [Double]
        var meanNearest: Double
        var meanNearestOfTraining: Double
        var output: String
    }

    func run() throws {
        try requireCount(count, "--count", maximum: 1000)
        if let neighbors { try requireCount(neighbors, "--neighbors", maximum: 100) }
        let path = try output.path(default: "nearest")
        let (networks, source) = try generator.read()
        let model = networks.configuration
        let real = try PictureData(
            dataset.map { try PictureSource($0, isNested: nested) } ?? source, size: model.size,
            channels: model.channels,
            folder: folder.directory()
        ).pictures
        let neighbors = neighbors ?? max(1, min(5, real.count - 1))
        guard real.count > neighbors else {
            throw RunError("--neighbors \(neighbors) is not below the \(real.count) images of the data")
        }
        let pictures = networks.judged.pictures(count, random: generator.random("nearest"))
        let context = networks.judged.context
        let searched = try features(of: real)
        let found = try NearestNeighbors(of: features(of: pictures), in: searched, count: neighbors, context: context)
        var some = generator.random("nearest").child("training")
        let training = Array(some.permutation(real.count).prefix(count))
        let own = try NearestNeighbors(
            of: searched.selecting(training), in: searched, count: 2, context: context)
        let rows = (0..<count).flatMap { row in
            [pictures[row]] + found.neighbors[row].map { real[$0.index] }
        }
        try PNGFile.write(
            ImageGrid(columns: neighbors + 1, scale: SampleGrid.scale(for: model.size)).image(of: rows), to: path)
        let distances = found.neighbors.map { $0[0].distance }
        let result = Result(
            distances: distances, meanNearest: MeanAndDeviation(distances).mean,
            meanNearestOfTraining: MeanAndDeviation(own.neighbors.map { $0[1].distance }).mean, output: path)
        let (generated, trained) = (result.meanNearest, result.meanNearestOfTraining)
        print(
            "Mean distance to the nearest training picture (pixels in 0...1): generated pictures "
                + "\(MetricText.value(generated, of: "distance")), training pictures to another one "
                + "\(MetricText.value(trained, of: "distance")).")
        print("\(count) generated pictures (first column) and their \(neighbors) nearest: \(path)")
        if generator.compute.json { try StandardOutput.write(json: result) }
    }

    private func features(of set: ImageSet) throws -> FeatureSet {
        try FeatureSet(set.values(of: Array(0..<set.count)), dimension: set.valuesPerImage)
    }
}
