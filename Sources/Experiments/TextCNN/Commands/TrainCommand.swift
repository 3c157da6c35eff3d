import ArgumentParser
import Foundation
import SwiftletTrain

/// Trains on one split, or on each fold of a cross-validation, and tests.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a classifier and report its accuracy on sentences it has not seen.")

    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Network") var model: ModelOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Option(help: "Networks to train on each split and to judge together by their mean probabilities. (default: 1)")
    var ensemble: Int?

    @Option(
        help: "Settings that belong together; single flags change them. The defaults stated here are those of quick.")
    var preset = Preset.quick

    func run() throws {
        Interruption.install()
        let start = ProcessInfo.processInfo.systemUptime
        var configuration = preset.configuration
        data.apply(to: &configuration, folder: runOptions.dataDirectory)
        model.apply(to: &configuration.model)
        training.apply(to: &configuration.training)
        if let ensemble { configuration.ensemble = ensemble }
        runOptions.apply(to: &configuration)
        let experiment = try TextExperiment(configuration, folder: runOptions.dataDirectory)
        let directory = try output.makeDirectory()
        let progress = ProgressReporter()
        DataReport(experiment).lines.forEach(progress.note)

        var environment = EnvironmentRecord(of: experiment.context, dataFiles: try experiment.dataFileRecords())
        try directory.write(configuration: experiment.configuration)
        try directory.write(environment: environment)
        let rounds = try trainRounds(of: experiment, directory, progress)
        environment.kernelVariants = experiment.context.kernelVariants
        try directory.write(environment: environment)
        try directory.write(text: TrainingCurves(rounds).svg, to: "curves.svg")

        let result = TextResult(
            rounds, isGenerated: experiment.isGenerated,
            isCrossValidation: configuration.preparation.folds != nil,
            wallSeconds: ProcessInfo.processInfo.systemUptime - start, output: directory.path)
        try directory.write(result: result)
        try report(result, experiment)
    }

    private func trainRounds(
        of experiment: TextExperiment, _ directory: RunDirectory, _ progress: ProgressReporter
    ) throws -> [SplitResult] {
        let splits = experiment.splits
        var lastCheckpoint: String?
        return try splits.enumerated().map { number, split in
            let fold = splits.count > 1 ? number + 1 : nil
            let trainings = try experiment.trainings(on: split, number: number)
            let trained = try trainings.enumerated().map { index, training in
                let member = trainings.count > 1 ? index + 1 : nil
                progress.label = [
                    fold.map { "fold \($0)/\(splits.count)" }, member.map { "network \($0)/\(trainings.count)" },
                ].compactMap { $0 }.joined(separator: ", ")
                return try train(training, fold: fold, member: member, directory, progress, &lastCheckpoint)
            }
            return try TextTraining.judge(trained, split, of: experiment.corpus)
        }
    }

    private func train(
        _ training: TextTraining, fold: Int?, member: Int?, _ directory: RunDirectory, _ progress: ProgressReporter,
        _ lastCheckpoint: inout String?
    ) throws -> (TextClassifier, MemberResult) {
        let checkpoint = directory.path(TextClassifier.checkpointName(fold: fold, member: member))
        var training = training
        training.progress = progress
        training.log = { try directory.append(metrics: LoggedEpoch(fold: fold, member: member, record: $0)) }
        // Half an epoch is worth keeping only if there is nothing better, so that every run leaves a checkpoint.
        training.keepsUnfinished = lastCheckpoint == nil
        do {
            return try training.train {
                try $0.write(to: checkpoint)
                lastCheckpoint = checkpoint
            }
        } catch let error as InterruptedError {
            let kept = lastCheckpoint ?? checkpoint
            throw InterruptedError(signal: error.signal, "interrupted; the last checkpoint is \(kept)")
        }
    }

    private func report(_ result: TextResult, _ experiment: TextExperiment) throws {
        let speed = String(format: "%.0f", result.samplesPerS)
        let data = experiment.isGenerated ? " on generated sentences, which says nothing about real ones" : ""
        print("\(result.sentence)\(data).")
        let epochs = result.epochs == 1 ? "1 epoch" : "\(result.epochs) epochs"
        print("Trained \(epochs) in \(MetricText.duration(result.trainSeconds)) (\(speed) sentences/s).")
        print("Run: \(result.output ?? "")")
        if runOptions.json { print(try JSON.line(result)) }
    }
}

/// A line of `metrics.jsonl`: an epoch's record, and the fold and network it belongs to.
struct LoggedEpoch: Encodable {
    var fold: Int?
    var member: Int?
    var record: EpochRecord

    private enum CodingKeys: CodingKey {
        case fold, member
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(fold, forKey: .fold)
        try container.encodeIfPresent(member, forKey: .member)
        try record.encode(to: encoder)
    }
}
