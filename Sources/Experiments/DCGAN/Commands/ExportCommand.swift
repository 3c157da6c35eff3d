import ArgumentParser
import ExperimentSupport

/// Writes a trained generator for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a trained generator as an ONNX model, from noise to pictures.",
        discussion: """
            It is the generator that 'sample' draws with: the averaged one, if training kept an average.

            Example:
              dcgan export --checkpoint runs/digits --onnx generator.onnx
            """)

    @OptionGroup var checkpoint: CheckpointOption
    @OptionGroup var output: ONNXOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func run() throws {
        let networks = try Networks.read(checkpoint.file, in: compute.makeContext()).networks
        try output.write(networks.onnx(), compute)
    }
}
