import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Trains a pair of networks and draws what the generator makes.
struct TrainCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a generator and a discriminator on pictures.",
        discussion: """
            A run leaves its settings, metrics, checkpoint and report in a folder. --resume continues where it was stopped, --config \
            repeats it.

            Examples:
              dcgan train --dataset fashion-mnist --preset full
              dcgan train --config runs/photographs/config.json --seed 2
              dcgan train --dataset sketches --from runs/photographs
            """)

    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Networks") var model: ModelOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Training") var starting: StartOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var configurationFile: ConfigurationOptions
    @OptionGroup(title: "Output") var output: OutputOptions<DCGANProgram>
    @OptionGroup(title: "Output") var resumption: ResumeOptions

    @Option(
        help: "Settings that belong together; single flags change them. The defaults stated here are those of quick.")
    var preset = Preset.quick

    @Option(
        help: """
            Generated pictures to judge at the end by the classifier of a known set, as 'evaluate' does; 0 for none. \
            (default: 10000)
            """)
    var evaluationSamples: Int?

    @OptionGroup var classifier: ClassifierOptions

    var requestedEpochs: Int? {
        get { training.steps.epochs }
        set { training.steps.epochs = newValue }
    }

    func requestedSettings(_ folder: DataDirectory) throws -> DCGANConfiguration {
        var configuration = preset.configuration
        let file = try configurationFile.file()
        let from = try starting.file(else: file)
        let start = try from.map { try Networks.read($0, in: ComputeContext(threads: 1)).networks.configuration }
        if let start {
            configuration.model = start
            (configuration.size, configuration.channels) = (start.size, start.channels)
        }
        if let file { configuration = try file.settings(over: configuration) }
        data.apply(to: &configuration)
        model.apply(to: &configuration.model)
        training.apply(to: &configuration.training)
        runOptions.apply(to: &configuration)
        if let evaluationSamples { configuration.evaluationSamples = evaluationSamples }
        if let file = classifier.classifier { configuration.classifier = file }
        if let start, let from {
            configuration.from = from
            var asked = configuration.model
            if let size = configuration.size { asked.size = size }
            if let channels = configuration.channels { asked.channels = channels }
            try requireSettings(asked, of: from, start)
        }
        return configuration
    }

    func run() throws {
        let start = ProgramStart()
        let plan = try plan()
        let training = try DCGANTraining(
            plan.settings, folder: plan.data,
            adaptsBatchSize: isOpen("training.batch_size", flag: self.training.steps.batchSize))
        let real = try training.realPictures(in: plan.data)
        let run = try output.beginRun(
            configuration: training.configuration, context: training.context,
            dataFiles: training.dataFiles(beside: real), pictures: SampleSeries.leftovers(in: output.output),
            resumed: plan.resumed, options: resumption, start: start)
        for note in training.notes { run.progress.note("Note: \(note).") }
        run.progress.note(training.data.summary)

        var series = SampleSeries(run.directory)
        var records: [EpochRecord] = []
        let (networks, summary, health) = try run.interruptible {
            try training.run(
                DCGANTraining.Observer(
                    progress: run.progress,
                    states: run.states(),
                    log: {
                        records.append($0)
                        try run.log($0)
                    },
                    drawn: { samples, epoch in
                        run.illustrate("the grid of epoch \(epoch)") { try series.append(samples, epoch: epoch) }
                    },
                    epochEnded: { networks in
                        try run.write(checkpoint: networks.checkpoint(trainedOn: training.data.source))
                    }))
        }
        let evaluation = try run.interruptible { try evaluate(networks, training, real, run) }
        let speed = TrainingSpeed(summary.epochs)
        let result = DCGANResult(
            speed, records, health, evaluation, steps: training.stepCount, wallSeconds: run.wallSeconds,
            output: run.directory.path)
        try run.finish(result, lines: result.lines, speed: speed, json: runOptions.json) {
            run.illustrate("the series of grids") { try series.finish() }
            run.illustrate("the charts of losses") { try TrainingCurves(records).write(to: run.directory) }
            run.illustrate("the tables of results") { try result.writeTables(to: run.directory) }
        }
    }

    /// The measures of the trained generator; nil if none are wanted, if the pictures are of no known set, or, with a warning, if they
    /// cannot be taken.
    private func evaluate(
        _ networks: Networks, _ training: DCGANTraining, _ real: RealPictures?, _ run: ExperimentRun
    ) throws -> SampleEvaluation? {
        guard let real else { return nil }
        let samples = training.configuration.evaluationSamples
        let random = EvaluateCommand.random(seed: training.configuration.seed)
        do {
            let parts = try real.parts(
                samples: samples, model: networks.configuration, random: random, context: training.context,
                progress: run.progress)
            return try SampleEvaluation(of: networks.judged, beside: parts, samples: samples, random: random)
        } catch let error as InterruptedError {
            throw error
        } catch {
            run.progress.note("Warning: the evaluation of generated images is skipped: \(error).")
            return nil
        }
    }
}

extension DCGANTraining {
    /// The images that the generator is evaluated beside at the end; nil if no evaluation is wanted, or the images are of no known set.
    fileprivate func realPictures(in folder: DataDirectory) throws -> RealPictures? {
        guard configuration.evaluationSamples > 0, data.source.knownSet != nil else { return nil }
        return try RealPictures(
            data.source, for: configuration.model, classifier: configuration.classifier, folder: folder,
            context: context,
            progress: ProgressReporter())
    }

    /// The files that a training reads, each once.
    fileprivate func dataFiles(beside real: RealPictures?) -> [String] {
        let all = data.files + (real?.files ?? []) + [configuration.from].compactMap { $0 }
        return all.enumerated().filter { index, path in all.position(of: path) == index }.map(\.element)
    }
}
