import ArgumentParser

/// The setting of a training that may pass over steps without finite numbers.
public protocol SkippingConfiguration {
    /// Steps in all that may be passed over because their loss or a gradient is not finite.
    var skipBadSteps: Int { get set }
}

extension SkippingConfiguration {
    /// Throws `RunError` that names the flag if the setting makes no sense.
    public func validateSkipping() throws { try requireCount(skipBadSteps, "--skip-bad-steps", minimum: 0) }
}

/// The flag about steps without finite numbers.
public struct SkippingOptions: ParsableArguments {
    /// `--skip-bad-steps`
    @Option(
        help: ArgumentHelp(
            """
            Steps whose loss or a gradient is infinite or not a number that are passed over; one more stops the run. \
            (default: 0)
            """, valueName: "count"))
    public var skipBadSteps: Int?

    /// For the argument parser.
    public init() {}

    /// Takes over the flag if it was given.
    public func apply(to training: inout some SkippingConfiguration) {
        if let skipBadSteps { training.skipBadSteps = skipBadSteps }
    }
}
