import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Trains on one split, or on each fold of a cross-validation, and tests.
struct TrainCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a classifier and report its accuracy on sentences it has not seen.",
        discussion: """
            A run leaves its settings, metrics, checkpoint and report in a folder. --resume continues where it was stopped, --config \
            repeats it.

            Examples:
              textcnn train --train reviews.txt --folds 10 --preset full
              textcnn train --config runs/reviews/config.json --seed 2
              textcnn train --train letters.txt --from runs/reviews
            """)

    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Network") var model: ModelOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Training") var starting: StartOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var configurationFile: ConfigurationOptions
    @OptionGroup(title: "Output") var output: OutputOptions<TextCNNProgram>
    @OptionGroup(title: "Output") var resumption: ResumeOptions

    @Option(help: "Networks to train on each split and to judge together by their mean probabilities. (default: 1)")
    var ensemble: Int?

    @Option(
        help: "Settings that belong together; single flags change them. The defaults stated here are those of quick.")
    var preset = Preset.quick

    var requestedEpochs: Int? {
        get { training.epochs }
        set { training.epochs = newValue }
    }

    func requestedSettings(_ folder: DataDirectory) throws -> TextConfiguration {
        var configuration = preset.configuration
        configuration.embeddingsFile = DataOptions.customaryVectors(in: folder)
        let file = try configurationFile.file()
        let from = try starting.file(else: file, TextClassifier.singleCheckpointFile)
        let start = try from.map { try TextClassifier(reading: $0, in: ComputeContext(threads: 1)) }
        if let start {
            configuration.from = from
            configuration.model = start.configuration
            configuration.preparation.tokenizer = start.encoder.tokenizer
        }
        if let file { configuration = try file.settings(over: configuration) }
        data.apply(to: &configuration)
        model.apply(to: &configuration.model)
        training.apply(to: &configuration.training)
        if let ensemble { configuration.ensemble = ensemble }
        runOptions.apply(to: &configuration)
        if let start, let from {
            configuration.from = from
            try requireSettings(
                configuration.model, of: from, start.configuration,
                free: ["dropout", "embeddingDropout", "updateEmbedding"])
            try requireSettings(
                configuration.preparation.tokenizer, of: from, start.encoder.tokenizer,
                flags: ["splitting": "--tokenizer"])
        }
        return configuration
    }

    /// Whether nobody has named vectors, or none.
    private func hasDefaultVectors() throws -> Bool {
        try resumption.resume == nil && data.embeddings == nil
            && configurationFile.file()?.gives("embeddings_file") != true
    }

    /// The settings that nobody has chosen.
    private func adaptable(_ settings: TextConfiguration) throws -> Set<AdaptableSetting> {
        var adaptable: Set<AdaptableSetting> = []
        // A checkpoint to start from has chosen its kernels.
        if try settings.from == nil && isOpen("model.kernel_sizes", flag: model.kernelSizes) {
            adaptable.insert(.kernelSizes)
        }
        if try isOpen("preparation.test_share", flag: data.testShare) { adaptable.insert(.testShare) }
        if try isOpen("preparation.development_share", flag: data.devShare) { adaptable.insert(.developmentShare) }
        return adaptable
    }

    func run() throws {
        let start = ProgramStart()
        let plan = try plan()
        let experiment = try TextExperiment(
            plan.settings, folder: plan.data, hasDefaultVectors: hasDefaultVectors(),
            adaptable: adaptable(plan.settings))
        let run = try output.beginRun(
            configuration: experiment.configuration, context: experiment.context, dataFiles: experiment.dataFiles,
            pictures: TextCNNProgram.pictures, resumed: plan.resumed, options: resumption, start: start)
        DataReport(experiment).lines.forEach(run.progress.note)
        let rounds = try run.interruptible { try trainRounds(of: experiment, run) }
        let result = TextResult(
            rounds, isGenerated: experiment.isGenerated,
            isCrossValidation: experiment.configuration.preparation.folds != nil,
            wallSeconds: run.wallSeconds, output: run.directory.path)
        let data = experiment.isGenerated ? " on generated sentences, which says nothing about real ones" : ""
        try run.finish(
            result, lines: ["\(result.sentence)\(data)."], speed: TrainingSpeed(rounds.flatMap(\.epochs)),
            json: runOptions.json
        ) {
            run.draw([TrainingCurves(rounds).figure])
            run.show([result.keyResults] + [PublishedFigures(for: experiment)?.table(beside: result)].compactMap { $0 })
        }
    }

    private func trainRounds(of experiment: TextExperiment, _ run: ExperimentRun) throws -> [SplitResult] {
        let splits = experiment.splits
        return try splits.enumerated().map { number, split in
            let fold = splits.count > 1 ? number + 1 : nil
            let trainings = try experiment.trainings(on: split, number: number)
            let trained = try trainings.enumerated().map { index, training in
                let member = trainings.count > 1 ? index + 1 : nil
                run.progress.label = [
                    fold.map { "fold \($0)/\(splits.count)" }, member.map { "network \($0)/\(trainings.count)" },
                ].compactMap { $0 }.joined(separator: ", ")
                return try train(training, fold: fold, member: member, run)
            }
            return try TextTraining.judge(trained, split, of: experiment.corpus)
        }
    }

    private func train(
        _ training: TextTraining, fold: Int?, member: Int?, _ run: ExperimentRun
    ) throws -> (TextClassifier, MemberResult) {
        let checkpoint = TextClassifier.checkpointName(fold: fold, member: member)
        var training = training
        training.progress = run.progress
        let part = TextClassifier.partName(fold: fold, member: member)
        training.states = run.states(part: part)
        training.log = {
            try run.log(LoggedEpoch($0, labels: NetworkLabels(fold: fold, member: member), part: part))
        }
        // Half an epoch is worth keeping only if there is nothing better, so that every run leaves a checkpoint.
        training.keepsUnfinished = run.lastCheckpoint == nil
        return try training.train { classifier in
            try run.writeCheckpoint(named: checkpoint) { try classifier.write(to: $0) }
        }
    }
}

/// Which network of a run an epoch belongs to, in `metrics.jsonl`.
private struct NetworkLabels: Encodable {
    var fold: Int?
    var member: Int?
}
