import ArgumentParser
import SwiftletOptim

extension OptimizerKind: ExpressibleByArgument {}
extension TrainingConfiguration.Schedule: ExpressibleByArgument {}

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

    @Option(help: "How the step size changes. (default: \(defaults.schedule))")
    var schedule: TrainingConfiguration.Schedule?

    @Option(help: "Steps before the full step size is reached. (default: \(defaults.warmUpSteps))")
    var warmUpSteps: Int?

    @Option(help: "Epochs between two decays of the step schedule. (default: \(defaults.decayEpochs))")
    var decayEpochs: Int?

    @Option(help: "What the step schedule multiplies the step size with. (default: \(defaults.decayFactor))")
    var decayFactor: Float?

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
            Decay of a moving average of the weights, which is what is judged and saved; 0 for none. \
            (default: \(defaults.averageDecay ?? 0))
            """)
    var averageDecay: Float?

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
        if let schedule { training.schedule = schedule }
        if let warmUpSteps { training.warmUpSteps = warmUpSteps }
        if let decayEpochs { training.decayEpochs = decayEpochs }
        if let decayFactor { training.decayFactor = decayFactor }
        if let weightDecay { training.weightDecay = weightDecay }
        if let maxNorm { training.maximumNorm = maxNorm }
        if let clipNorm { training.clipNorm = clipNorm }
        if let averageDecay { training.averageDecay = averageDecay == 0 ? nil : averageDecay }
        if let patience { training.patience = patience == 0 ? nil : patience }
    }
}
