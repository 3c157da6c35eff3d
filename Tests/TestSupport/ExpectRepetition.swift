import Testing

/// Trains by flags, then by `--config` with the settings that this run has left: the checkpoint must have the same bytes, and
/// the settings too.
public func expectRepetition(
    of program: String, _ arguments: [String], in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    for arguments in [
        arguments + ["--output", "first"], ["train", "--config", "first/config.json", "--output", "second"],
    ] {
        let result = try Program.run(program, arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    }
    for file in ["checkpoint.safetensors", "config.json"] {
        let isSame = try folder.bytes("first/\(file)") == folder.bytes("second/\(file)")
        #expect(isSame, "\(file) differs", sourceLocation: sourceLocation)
    }
}
