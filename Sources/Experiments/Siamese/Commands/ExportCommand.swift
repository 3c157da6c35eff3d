import ArgumentParser
import ExperimentSupport

/// Writes a trained network for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a trained network as an ONNX model, from pictures to embeddings.",
        discussion: """
            Two pictures show the same person if their embeddings are at most as far apart as the threshold in its metadata.

            Example:
              siamese export --checkpoint runs/faces --onnx faces.onnx
            """)

    @OptionGroup var checkpoint: CheckpointOption
    @OptionGroup var output: ONNXOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func run() throws {
        let verifier = try FaceVerifier(reading: checkpoint.file, in: compute.makeContext())
        try output.write(verifier.onnx(), compute)
    }
}
