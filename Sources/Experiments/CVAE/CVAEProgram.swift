import ExperimentSupport

/// What the shared flags and files call this experiment.
enum CVAEProgram: ScheduledExperiment {
    static let name = "cvae"
    static let samples = "pictures"
    static let defaults = StepDefaults(
        epochs: TrainingConfiguration().epochs, batchSize: TrainingConfiguration().batchSize,
        learningRate: TrainingConfiguration().learningRate)
    static var scheduleDefaults: any ScheduleConfiguration { TrainingConfiguration() }
}
