import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletTrain

/// Draws what lies between pictures.
struct InterpolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "Draw the pictures on paths between points of the noise, a path a row.",
        discussion: """
            Neighbours on a path should differ little, and all of them look real.

            Example:
              dcgan interpolate --checkpoint runs/digits --paths 6
            """)

    @Option(help: "Paths, each from a point of its own to another.")
    var paths = 8

    @Option(help: "Pictures on a path, its two ends among them.")
    var steps = 10

    @OptionGroup var generator: GeneratorOptions
    @OptionGroup(title: "Output") var output: PictureOutputOptions

    private struct Result: Encodable {
        var paths: Int
        var steps: Int
        var output: String
    }

    func run() throws {
        try requireCount(paths, "--paths", maximum: 1000)
        try requireCount(steps, "--steps", minimum: 2, maximum: 1000)
        let path = try output.path(default: "interpolate")
        let judged = try generator.read().networks.judged
        let ends = judged.noise(2 * paths, random: generator.random("interpolate"))
        let noise = LatentPath.points(between: ends, steps: steps)
        try PNGFile.write(SampleGrid.image(of: judged.pictures(for: noise), columns: steps), to: path)
        print("\(paths) paths of \(steps) pictures: \(path)")
        if generator.compute.json { try StandardOutput.write(json: Result(paths: paths, steps: steps, output: path)) }
    }
}
