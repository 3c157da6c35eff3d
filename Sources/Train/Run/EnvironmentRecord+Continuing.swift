extension EnvironmentRecord {
    /// This environment for a run that began in another: with its command line and start. The warning says what may
    /// change results. Throws `RunError` if the run read other data.
    public func continuing(runIn directory: String) throws -> (environment: EnvironmentRecord, warning: String?) {
        let first = try RunDirectory.environment(of: directory)
        for (now, then) in zip(dataFiles, first.dataFiles) where now.sha256 != then.sha256 || now.path != then.path {
            throw RunError(
                "--resume \(directory): the run read \(then.path), which has changed since or is \(now.path) now; without "
                    + "the same data it cannot go on")
        }
        guard dataFiles.count == first.dataFiles.count else {
            throw RunError(
                "--resume \(directory): the run read \(first.dataFiles.count) data files, but there are \(dataFiles.count)"
            )
        }
        var continued = self
        continued.arguments = first.arguments
        continued.workingDirectory = first.workingDirectory
        continued.startTime = first.startTime
        let isSame = instructionSet == first.instructionSet && kernels == first.kernels
        let warning =
            "Warning: the run began with kernels '\(first.kernels)' for \(first.instructionSet) and goes on with "
            + "'\(kernels)' for \(instructionSet); its numbers may differ in the last bits."
        return (continued, isSame ? nil : warning)
    }
}
