extension EnvironmentRecord {
    /// This environment for a run that began in another: with its command line and start. The warning says what may
    /// change results. Throws `RunError` if there is no such run.
    public func continuing(runIn directory: String) throws -> (environment: EnvironmentRecord, warning: String?) {
        let first = try RunDirectory.environment(of: directory)
        var continued = self
        continued.arguments = first.arguments
        continued.workingDirectory = first.workingDirectory
        continued.startTime = first.startTime
        continued.wallSeconds = first.wallSeconds
        let isSame = instructionSet == first.instructionSet && kernels == first.kernels
        let warning =
            "Warning: the run began with kernels '\(first.kernels)' for \(first.instructionSet) and is resumed with "
            + "'\(kernels)' for \(instructionSet); its numbers may differ in the last bits."
        return (continued, isSame ? nil : warning)
    }
}
