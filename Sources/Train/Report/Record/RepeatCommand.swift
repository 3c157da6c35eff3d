/// The command that repeats a run, as a line or two for a shell.
struct RepeatCommand {
    /// Where it is to be called, if that is known.
    let folder: String?
    /// Its words. The flags about the run directory are left out: the first run's is not to be replaced.
    let words: [String]

    init(_ run: RunRecord) {
        folder = run.environment?["working_directory"]?.string
        var words: [String] = []
        var isOutputPath = false
        for word in run.arguments {
            if isOutputPath {
                isOutputPath = false
            } else if word == "--output" {
                isOutputPath = true
            } else if word != "--overwrite" && !word.hasPrefix("--output=") {
                words.append(word)
            }
        }
        self.words = words
    }

    /// The lines; none if the run does not say how it was called.
    var lines: [String] {
        if words.isEmpty { return [] }
        return (folder.map { ["cd \(ShellQuoting.quoted($0))"] } ?? []) + [ShellQuoting.line(words)]
    }
}
