import ArgumentParser
import ExperimentSupport
import SwiftletNN

extension AdversarialLoss: ExpressibleByArgument {}
extension TrainingConfiguration.Schedule: ExpressibleByArgument {}

private let defaults = Preset.quick.configuration.training

/// Flags about training.
struct TrainingOptions: ParsableArguments {
    @OptionGroup var steps: StepOptions<DCGANProgram>

    @Option(help: "Step size of the discriminator. (default: that of the generator, --learning-rate)")
    var discriminatorLearningRate: Float?

    @Option(help: "How the step sizes change. (default: \(defaults.schedule.rawValue))")
    var schedule: TrainingConfiguration.Schedule?

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
            Decay of a moving average of the generator's weights, which then is what draws and is judged; 0 for none. \
            (default: \(defaults.averageDecay ?? 0))
            """)
    var averageDecay: Float?

    func apply(to training: inout TrainingConfiguration) {
        steps.apply(to: &training)
        if let discriminatorLearningRate { training.discriminatorLearningRate = discriminatorLearningRate }
        if let schedule { training.schedule = schedule }
        if let beta1 { training.beta1 = beta1 }
        if let loss { training.loss = loss }
        if let labelSmoothing { training.labelSmoothing = labelSmoothing }
        if let averageDecay { training.averageDecay = averageDecay == 0 ? nil : averageDecay }
    }
}
