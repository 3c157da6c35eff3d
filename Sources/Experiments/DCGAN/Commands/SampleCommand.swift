import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletTrain

/// Draws pictures.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Draw pictures from noise, as a grid.",
        discussion: """
            The same seed draws the same pictures.

            Example:
              dcgan sample --checkpoint runs/digits --count 64 --output digits.png
            """)

    @Option(help: "Pictures.")
    var count = 64

    @Option(help: "Pictures a row. (default: about as many as rows)")
    var columns: Int?

    @OptionGroup var generator: GeneratorOptions
    @OptionGroup(title: "Output") var output: PictureOutputOptions

    private struct Result: Encodable {
        var count: Int
        var output: String
    }

    func run() throws {
        try requireCount(count, "--count", maximum: 100_000)
        if let columns { try requireCount(columns, "--columns", maximum: 1000) }
        let path = try output.path(default: "sample")
        let pictures = try generator.read().networks.judged.pictures(count, random: generator.random("sample"))
        try PNGFile.write(SampleGrid.image(of: pictures, columns: columns), to: path)
        print("\(count) pictures: \(path)")
        if generator.compute.json { try StandardOutput.write(json: Result(count: count, output: path)) }
    }
}
