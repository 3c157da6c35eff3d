import TestSupport

/// Runs `siamese` to its end.
func siamese(_ arguments: [String], in folder: TemporaryFolder) throws -> Program.Result {
    try Program.run("siamese", arguments, in: folder)
}
