import ArgumentParser
import ExperimentSupport
import SwiftletNN

extension AdversarialLoss: ExpressibleByArgument {}

private let defaults = Preset.quick.configuration.training

/// Flags about training.
struct TrainingOptions: ParsableArguments {
    @OptionGroup var steps: StepOptions<DCGANProgram>

    @Option(help: "Step size of the discriminator. (default: that of the generator, --learning-rate)")
    var discriminatorLearningRate: Float?

    @OptionGroup var schedule: ScheduleOptions<DCGANProgram>

    @Option(help: "Decay of Adam's mean of gradients. (default: \(defaults.beta1))")
    var beta1: Float?

    @Option(
        help: """
            What the networks minimise: 'non-saturating' cross-entropy (Goodfellow et al. 2014) or 'hinge' (Lim and Ye \
            2017). (default: \(defaults.loss.rawValue))
            """)
    var loss: AdversarialLoss?

    @Option(
        help: """
            One-sided label smoothing: how much less than 1 the discriminator is to give real pictures; for the \
            non-saturating loss. (default: \(defaults.labelSmoothing))
            """)
    var labelSmoothing: Float?

    @Option(
        help: """
            Deviation of the noise that real and generated pictures (-1 to 1) get before the discriminator sees them, at the \
            start; it falls evenly to 0 at the last step. (default: \(defaults.instanceNoise))
            """)
    var instanceNoise: Float?

    func apply(to training: inout TrainingConfiguration) {
        steps.apply(to: &training)
        if let discriminatorLearningRate { training.discriminatorLearningRate = discriminatorLearningRate }
        schedule.apply(to: &training)
        if let beta1 { training.beta1 = beta1 }
        if let loss { training.loss = loss }
        if let instanceNoise { training.instanceNoise = instanceNoise }
        if let labelSmoothing { training.labelSmoothing = labelSmoothing }
    }
}
