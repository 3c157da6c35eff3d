import ArgumentParser

/// The settings of training that every experiment has.
public protocol StepConfiguration: SkippingConfiguration {
    /// Most epochs.
    var epochs: Int { get set }
    /// Samples a step.
    var batchSize: Int { get set }
    /// Step size at the start.
    var learningRate: Float { get set }
}

extension StepConfiguration {
    /// Throws `RunError` that names the flag of the first of these settings that makes no sense.
    public func validateSteps() throws {
        try requireCount(epochs, "--epochs")
        try requireCount(batchSize, "--batch-size")
        try requirePositive(learningRate, "--learning-rate")
        try validateSkipping()
    }
}

/// Flags about training that every experiment has; what is not given stays as the preset has it.
public struct StepOptions<Kind: Experiment>: ParsableArguments {
    /// `--epochs`
    @Option(help: "Most epochs. (default: \(Kind.defaults.epochs))")
    public var epochs: Int?

    /// `--batch-size`
    @Option(
        help:
            "\(Kind.samples.prefix(1).uppercased() + Kind.samples.dropFirst()) a step. (default: \(Kind.defaults.batchSize))"
    )
    public var batchSize: Int?

    /// `--learning-rate`
    @Option(help: "Step size at the start. (default: \(Kind.defaults.learningRate))")
    public var learningRate: Float?

    /// `--skip-bad-steps`
    @OptionGroup public var skipping: SkippingOptions

    /// For the argument parser.
    public init() {}

    /// Takes over the flags that were given.
    public func apply(to training: inout some StepConfiguration) {
        if let epochs { training.epochs = epochs }
        if let batchSize { training.batchSize = batchSize }
        if let learningRate { training.learningRate = learningRate }
        skipping.apply(to: &training)
    }
}
