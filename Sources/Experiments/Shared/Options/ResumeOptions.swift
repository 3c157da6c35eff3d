import ArgumentParser
import Foundation

/// The flags about resuming a run that was stopped.
public struct ResumeOptions: ParsableArguments {
    /// `--resume`
    @Option(
        help: ArgumentHelp(
            """
            Resume the run in this folder, with its settings and its data, where it was stopped: it ends with the same bits as if \
            it never had been. A larger --epochs extends it, also after its end. --data names the folder of data that has \
            moved. (default: a new run)
            """, valueName: "folder"))
    public var resume: String?

    /// `--state-seconds`
    @Option(
        help: ArgumentHelp(
            "Least time between two states kept at the ends of epochs, from which --resume continues.",
            valueName: "seconds"))
    public var stateSeconds = 5.0

    /// For the argument parser.
    public init() {}

    /// For the argument parser: refuses a time that is none.
    public func validate() throws {
        guard stateSeconds >= 0, stateSeconds.isFinite else {
            throw ValidationError("--state-seconds must be at least 0, got \(stateSeconds)")
        }
    }
}
