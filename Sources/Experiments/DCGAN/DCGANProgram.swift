import ExperimentSupport

/// What the shared flags and files call this experiment.
enum DCGANProgram: ScheduledExperiment {
    static let name = "dcgan"
    static let samples = "pictures"
    static let defaults: StepDefaults = {
        let training = Preset.quick.configuration.training
        return StepDefaults(
            epochs: training.epochs, batchSize: training.batchSize, learningRate: training.learningRate)
    }()
    static var scheduleDefaults: any ScheduleConfiguration { Preset.quick.configuration.training }
}
