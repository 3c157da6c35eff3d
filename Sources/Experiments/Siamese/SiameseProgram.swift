import ExperimentSupport

/// What the shared flags and files call this experiment.
enum SiameseProgram: Experiment {
    static let name = "siamese"
    static let samples = "pairs"
    static let defaults = StepDefaults(
        epochs: Preset.quick.configuration.training.epochs, batchSize: Preset.quick.configuration.training.batchSize,
        learningRate: Preset.quick.configuration.training.learningRate)
}
