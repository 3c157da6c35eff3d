import ArgumentParser
import ExperimentSupport

private let defaults = TrainingConfiguration()

/// Flags about training.
struct TrainingOptions: ParsableArguments {
    @OptionGroup var steps: StepOptions<CVAEProgram>

    @OptionGroup var schedule: ScheduleOptions<CVAEProgram>

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

    func apply(to training: inout TrainingConfiguration) {
        steps.apply(to: &training)
        schedule.apply(to: &training)
        if let beta { training.beta = beta }
        if let warmUpEpochs { training.warmUpEpochs = warmUpEpochs }
        if let initialBeta { training.initialBeta = initialBeta }
    }
}
