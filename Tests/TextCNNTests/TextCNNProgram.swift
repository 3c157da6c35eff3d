import TestSupport

extension Program {
    /// Starts `textcnn` in a folder, with text on its standard input; without one, the input stays open for `send`.
    convenience init(_ arguments: [String], input: String? = "", in folder: TemporaryFolder) throws {
        try self.init("textcnn", arguments, input: input, in: folder)
    }
}

/// Runs `textcnn` to its end.
func textcnn(_ arguments: [String], input: String = "", in folder: TemporaryFolder) throws -> Program.Result {
    try Program(arguments, input: input, in: folder).finish()
}

/// The arguments of a training of a second.
func trainArguments(_ train: String, epochs: Int = 1, _ more: String...) -> [String] {
    [
        "train", "--train", train, "--kernel-sizes", "2,3", "--filters", "8", "--embedding-dimension", "10",
        "--epochs", "\(epochs)", "--threads", "1",
    ] + more
}
