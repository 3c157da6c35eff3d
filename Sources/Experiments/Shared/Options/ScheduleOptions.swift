import ArgumentParser
import SwiftletOptim

/// How a learning rate changes over the steps of a run.
public enum LearningRateDecay: String, Codable, CaseIterable, Sendable, ExpressibleByArgument {
    /// Not at all.
    case constant
    /// By a factor after every so many epochs.
    case step
    /// Along half a cosine to 0 at the end of the last epoch.
    case cosine
}

/// The settings of a training whose learning rate changes and whose weights may be averaged.
public protocol ScheduleConfiguration {
    /// Most epochs.
    var epochs: Int { get }
    /// How the learning rate changes.
    var schedule: LearningRateDecay { get set }
    /// Epochs between two decays of the step schedule.
    var decayEpochs: Int { get set }
    /// What the step schedule multiplies the learning rate by.
    var decayFactor: Float { get set }
    /// Decay of the moving average of the parameters that the model is judged by; nil to judge the parameters themselves.
    var averageDecay: Float? { get set }
}

extension ScheduleConfiguration {
    /// Throws `RunError` that names the flag of the first of these settings that makes no sense.
    public func validateSchedule() throws {
        try requireCount(decayEpochs, "--decay-epochs")
        try requirePositive(decayFactor, "--decay-factor")
        if let averageDecay { try requireRate(averageDecay, "--average-decay") }
    }

    /// The learning rate by step: a warm-up to `base`, then the decay. The cosine follows the warm-up and ends with the last
    /// step.
    public func learningRates(base: Float, stepsPerEpoch: Int, warmUpSteps: Int = 0) -> LearningRateSchedule {
        switch schedule {
        case .constant: .constant(base, warmup: warmUpSteps)
        case .step:
            .step(from: base, every: stepsPerEpoch * decayEpochs, factor: decayFactor, warmup: warmUpSteps)
        case .cosine: .cosine(from: base, to: 0, steps: epochs * stepsPerEpoch, warmup: warmUpSteps)
        }
    }
}

/// An experiment with these settings.
public protocol ScheduledExperiment: Experiment {
    /// Those of its quick preset, for the help texts of their flags.
    static var scheduleDefaults: any ScheduleConfiguration { get }
}

/// Flags about the change of the learning rate and the average of the weights; what is not given stays as the preset has it.
public struct ScheduleOptions<Kind: ScheduledExperiment>: ParsableArguments {
    /// `--schedule`
    @Option(help: "How the step size changes. (default: \(Kind.scheduleDefaults.schedule))")
    public var schedule: LearningRateDecay?

    /// `--decay-epochs`
    @Option(help: "Epochs between two decays of the step schedule. (default: \(Kind.scheduleDefaults.decayEpochs))")
    public var decayEpochs: Int?

    /// `--decay-factor`
    @Option(
        help: "What the step schedule multiplies the step size with. (default: \(Kind.scheduleDefaults.decayFactor))")
    public var decayFactor: Float?

    /// `--average-decay`
    @Option(
        help: """
            Decay of a moving average of the weights, which is what is judged and saved; 0 for none. \
            (default: \(Kind.scheduleDefaults.averageDecay ?? 0))
            """)
    public var averageDecay: Float?

    /// For the argument parser.
    public init() {}

    /// Takes over the flags that were given.
    public func apply(to training: inout some ScheduleConfiguration) {
        if let schedule { training.schedule = schedule }
        if let decayEpochs { training.decayEpochs = decayEpochs }
        if let decayFactor { training.decayFactor = decayFactor }
        if let averageDecay { training.averageDecay = averageDecay == 0 ? nil : averageDecay }
    }
}
