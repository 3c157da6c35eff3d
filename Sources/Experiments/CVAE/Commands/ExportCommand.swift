import ArgumentParser
import ExperimentSupport

/// Writes a trained model for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a part of a trained model as an ONNX model.",
        discussion: """
            The decoder draws: from latent variables and class numbers to the means of the pixels. The encoder goes the other way. \
            Names of the classes are in the metadata.

            Example:
              cvae export --checkpoint runs/digits --part encoder --onnx encoder.onnx
            """)

    @OptionGroup var checkpoint: CheckpointOption

    @Option(help: "The part: decoder or encoder.")
    var part = ModelPart.decoder

    @OptionGroup var output: ONNXOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func run() throws {
        let model = try PictureModel.read(checkpoint.file, in: compute.makeContext()).model
        try output.write(model.onnx(part), compute)
    }
}

extension ModelPart: ExpressibleByArgument {}
