import ArgumentParser
import ExperimentSupport

extension TrainingConfiguration.Schedule: ExpressibleByArgument {}

private let defaults = TrainingConfiguration()

/// Flags about training.
struct TrainingOptions: ParsableArguments {
    @OptionGroup var steps: StepOptions<CVAEProgram>

    @Option(help: "How the step size changes. (default: \(defaults.schedule))")
    var schedule: TrainingConfiguration.Schedule?

    @Option(help: "Epochs between two decays of the step schedule. (default: \(defaults.decayEpochs))")
    var decayEpochs: Int?

    @Option(help: "What the step schedule multiplies the step size with. (default: \(defaults.decayFactor))")
    var decayFactor: Float?

    @Option(help: "Weight of the divergence in the objective. (default: \(defaults.beta))")
    var beta: Float?

    @Option(
        help: """
            Epochs over which the weight of the divergence moves from --initial-beta to --beta. \
            (default: \(defaults.warmUpEpochs))
            """)
    var warmUpEpochs: Int?

    @Option(
        help: """
            Weight of the divergence before the warm-up: 0 lets the latent variables carry everything at first, more than \
            --beta makes the decoder learn from the class what it can. (default: \(defaults.initialBeta))
            """)
    var initialBeta: Float?

    @Option(
        help: """
            Decay of a moving average of the weights, which is what is judged and saved; 0 for none. \
            (default: \(defaults.averageDecay ?? 0))
            """)
    var averageDecay: Float?

    func apply(to training: inout TrainingConfiguration) {
        steps.apply(to: &training)
        if let schedule { training.schedule = schedule }
        if let decayEpochs { training.decayEpochs = decayEpochs }
        if let decayFactor { training.decayFactor = decayFactor }
        if let beta { training.beta = beta }
        if let warmUpEpochs { training.warmUpEpochs = warmUpEpochs }
        if let initialBeta { training.initialBeta = initialBeta }
        if let averageDecay { training.averageDecay = averageDecay == 0 ? nil : averageDecay }
    }
}
