import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Trains a model and judges it on the test pictures.
struct TrainCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model on labelled pictures and report its evidence lower bound on others.",
        discussion: """
            A run leaves its settings, metrics, checkpoint and report in a folder. --resume continues where it was stopped, --config \
            repeats it.

            Examples:
              cvae train --dataset fashion-mnist --preset full
              cvae train --config runs/digits/config.json --beta 2
              cvae train --dataset fashion-mnist --from runs/digits
            """)

    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Network") var model: ModelOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Training") var starting: StartOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var configurationFile: ConfigurationOptions
    @OptionGroup(title: "Output") var output: OutputOptions<CVAEProgram>
    @OptionGroup(title: "Output") var resumption: ResumeOptions

    @Option(
        help: "Settings that belong together; single flags change them. The defaults stated here are those of quick.")
    var preset = Preset.quick

    var requestedEpochs: Int? {
        get { training.steps.epochs }
        set { training.steps.epochs = newValue }
    }

    func requestedSettings(_ folder: DataDirectory) throws -> CVAEConfiguration {
        var configuration = preset.configuration
        let file = try configurationFile.file()
        let from = try starting.file(else: file)
        let start = try from.map { try PictureModel.read($0, in: ComputeContext(threads: 1)).model }
        if let start { (configuration.model, configuration.likelihood) = (start.configuration, start.likelihood) }
        if let file { configuration = try file.settings(over: configuration) }
        data.apply(to: &configuration)
        var model = model
        // The kind that the checkpoint has anyway does not stand for its default sizes.
        if let start, model.model == start.configuration.kind { model.model = nil }
        model.apply(to: &configuration.model)
        training.apply(to: &configuration.training)
        runOptions.apply(to: &configuration)
        if let start, let from {
            configuration.from = from
            try requireSettings(configuration.model, of: from, start.configuration, flags: ["kind": "--model"])
        }
        return configuration
    }

    func run() throws {
        let start = ProgramStart()
        let plan = try plan()
        let training = try CVAETraining(
            plan.settings, folder: plan.data, adaptsShare: isOpen("data.development_share", flag: data.devShare))
        let run = try output.beginRun(
            configuration: training.configuration, context: training.context, dataFiles: training.dataFiles,
            pictures: TrainingFigures.files, resumed: plan.resumed, options: resumption, start: start)
        for note in training.notes { run.progress.note("Note: \(note).") }
        run.progress.note(training.sentence)
        if let note = training.startNote { run.progress.note(note) }
        let (model, summary, result) = try run.interruptible {
            let (model, summary) = try training.run(states: run.states(), progress: run.progress, log: run.log) {
                try run.write(checkpoint: $0.checkpoint(data: training.configuration.data))
            }
            let result = try CVAEResult(training, model, summary, wallSeconds: { run.wallSeconds }, run.directory.path)
            return (model, summary, result)
        }
        try run.finish(result, lines: result.lines, speed: summary.speed, json: runOptions.json) {
            run.show([result.table])
            run.draw(TrainingFigures(training, model, summary).all)
        }
    }
}

extension CVAETraining {
    /// What is trained on, for the head of a run.
    var sentence: String {
        let format = corpus.format
        let test = corpus.test.map { ", \($0.count) to be judged on" } ?? ""
        return
            "\(split.training.count) pictures of \(format.width) x \(format.height) in \(format.classCount) classes to "
            + "train on, \(split.development.count) to choose the epoch by\(test); \(configuration.likelihood.summary)"
    }
}
