import ExperimentSupport

/// What the shared flags and files call this experiment.
enum TextCNNProgram: ScheduledExperiment {
    static let name = "textcnn"
    static let samples = "sentences"
    static let defaults = StepDefaults(
        epochs: TrainingConfiguration().epochs, batchSize: TrainingConfiguration().batchSize,
        learningRate: TrainingConfiguration().learningRate ?? 0)
    static var scheduleDefaults: any ScheduleConfiguration { TrainingConfiguration() }
    /// The pictures that its commands draw.
    static let pictures: Set = ["curves.svg", "table.svg"]
}
