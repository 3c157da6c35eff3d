import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletTrain

/// Trains a pair of networks and draws what the generator makes.
struct TrainCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a generator and a discriminator on pictures.",
        discussion: """
            A run leaves its settings, metrics, checkpoint and report in a folder. --resume goes on where it was stopped, --config \
            repeats it.

            Examples:
              dcgan train --dataset fashion-mnist --preset full
              dcgan train --config runs/photographs/config.json --seed 2
            """)

    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Networks") var model: ModelOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
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

    func requestedSettings() throws -> DCGANConfiguration {
        var configuration = preset.configuration
        if let file = try configurationFile.file() { configuration = try file.settings(over: configuration) }
        data.apply(to: &configuration)
        model.apply(to: &configuration.model)
        training.apply(to: &configuration.training)
        runOptions.apply(to: &configuration)
        if let evaluationSamples { configuration.evaluationSamples = evaluationSamples }
        return configuration
    }

    func run() throws {
        let start = ProgramStart()
        let configuration = try settings()
        let training = try DCGANTraining(configuration, folder: runOptions.dataDirectory)
        let run = try output.beginRun(
            configuration: training.configuration, context: training.context,
            dataFiles: training.data.files.map(EnvironmentRecord.DataFile.init(recording:)),
            pictures: SampleSeries.leftovers(in: output.output), resumption: resumption)
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
                    drawn: { try series.append($0, epoch: $1) },
                    epochEnded: { networks in
                        try run.write(checkpoint: networks.checkpoint(trainedOn: training.data.source))
                    }))
        }
        try series.finish()
        try TrainingCurves(records).write(to: run.directory)
        let evaluation = try run.interruptible { try evaluate(networks, training, run) }
        let speed = TrainingSpeed(summary.epochs)
        let result = DCGANResult(
            speed, records, health, evaluation, steps: training.stepCount, wallSeconds: start.wallSeconds,
            output: run.directory.path)
        try result.writeTables(to: run.directory)
        try run.finish(result, lines: result.lines, speed: speed, json: runOptions.json)
    }

    /// The measures of the trained generator; nil if none are wanted, or the pictures are of no known set.
    private func evaluate(_ networks: Networks, _ training: DCGANTraining, _ run: ExperimentRun) throws
        -> SampleEvaluation?
    {
        let source = training.data.source
        let samples = training.configuration.evaluationSamples
        guard samples > 0, source.knownSet != nil else { return nil }
        let random = EvaluateCommand.random(seed: training.configuration.seed)
        let parts = try RealParts.load(
            source, samples: samples, model: networks.configuration, classifier: classifier,
            folder: runOptions.dataDirectory, random: random, context: training.context, progress: run.progress)
        return try SampleEvaluation(
            of: networks.judged, beside: parts, samples: samples, random: random)
    }
}
