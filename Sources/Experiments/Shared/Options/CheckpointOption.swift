import ArgumentParser

/// The flag that names what was trained.
public struct CheckpointOption: ParsableArguments {
    /// `--checkpoint`, as it was given.
    @Option(help: ArgumentHelp("Checkpoint, or the run directory that holds it.", valueName: "path"))
    public var checkpoint: String

    /// For the argument parser.
    public init() {}

    /// The file: the path itself, or `checkpoint.safetensors` in the folder that it names.
    public var file: String { CheckpointPath.file(at: checkpoint) }
}
