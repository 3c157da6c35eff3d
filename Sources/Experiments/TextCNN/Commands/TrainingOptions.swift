import ArgumentParser
import ExperimentSupport
import SwiftletOptim

extension OptimizerKind: ExpressibleByArgument {}

private let defaults = TrainingConfiguration()

/// Flags about training.
struct TrainingOptions: ParsableArguments {
    @Option(help: "Most epochs. (default: \(defaults.epochs))")
    var epochs: Int?

    @Option(help: "Sentences a step. (default: \(defaults.batchSize))")
    var batchSize: Int?

    @Option(help: "Update rule. (default: \(defaults.optimizer))")
    var optimizer: OptimizerKind?

    @Option(
        help: """
            Step size at the start. (default: \(defaults.learningRate ?? 0), with --optimizer the customary one of that \
            optimizer)
            """)
    var learningRate: Float?

    @OptionGroup var schedule: ScheduleOptions<TextCNNProgram>

    @OptionGroup var skipping: SkippingOptions

    @Option(help: "Steps before the full step size is reached. (default: \(defaults.warmUpSteps))")
    var warmUpSteps: Int?

    @Option(
        help:
            "Decay of the weights: decoupled for adamw, else added to the gradient. (default: \(defaults.weightDecay))")
    var weightDecay: Float?

    @Option(help: "Largest norm of a row of the output weights; Kim 2014 has 3. (default: none)")
    var maxNorm: Float?

    @Option(help: "Largest norm of all gradients together. (default: none)")
    var clipNorm: Float?

    @Option(
        help: """
            Epochs without a better development accuracy before training stops; 0 for never. \
            (default: \(defaults.patience ?? 0))
            """)
    var patience: Int?

    func apply(to training: inout TrainingConfiguration) {
        if let epochs { training.epochs = epochs }
        if let batchSize { training.batchSize = batchSize }
        if let optimizer {
            // Another optimizer wants another step size.
            training.optimizer = optimizer
            training.learningRate = nil
        }
        if let learningRate { training.learningRate = learningRate }
        schedule.apply(to: &training)
        skipping.apply(to: &training)
        if let warmUpSteps { training.warmUpSteps = warmUpSteps }
        if let weightDecay { training.weightDecay = weightDecay }
        if let maxNorm { training.maximumNorm = maxNorm }
        if let clipNorm { training.clipNorm = clipNorm }
        if let patience { training.patience = patience == 0 ? nil : patience }
    }
}
