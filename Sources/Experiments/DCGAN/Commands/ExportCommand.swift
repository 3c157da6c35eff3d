import ArgumentParser
import ExperimentSupport

/// Writes a trained generator for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Write a trained generator as an ONNX model, from noise to pictures: the one that 'sample' draws with.")

    @OptionGroup var checkpoint: CheckpointOption
    @OptionGroup var output: ONNXOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func run() throws {
        let networks = try Networks.read(checkpoint.file, in: compute.makeContext()).networks
        try output.write(networks.onnx(), compute)
    }
}
