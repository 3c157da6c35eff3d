import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// Trains on one split of the people, or on each fold of a cross-validation, and tests on the others.
struct TrainCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a network and report how well it verifies people it has never seen.",
        discussion: """
            A run leaves its settings, metrics, checkpoint and report in a folder. --resume continues where it was stopped, --config \
            repeats it.

            Examples:
              siamese train --faces people --test-people anna,bert
              siamese train --config runs/people/config.json --epochs 20
              siamese train --faces family --from runs/people --epochs 3
            """)

    @OptionGroup(title: "Faces") var faces: FaceOptions
    @OptionGroup(title: "Split by person") var split: SplitOptions
    @OptionGroup(title: "Network and training") var training: TrainingOptions
    @OptionGroup(title: "Network and training") var starting: StartOptions
    @OptionGroup(title: "Augmentation") var augmentation: AugmentationOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var configurationFile: ConfigurationOptions
    @OptionGroup(title: "Output") var output: OutputOptions<SiameseProgram>
    @OptionGroup(title: "Output") var resumption: ResumeOptions

    @Option(help: "People to choose from in one-shot recognition. (default: 5, or as many as there are)")
    var ways: Int?

    @Option(
        help: "Settings that belong together; single flags change them. The defaults stated here are those of quick.")
    var preset = Preset.quick

    var requestedEpochs: Int? {
        get { training.steps.epochs }
        set { training.steps.epochs = newValue }
    }

    func requestedSettings(_ folder: DataDirectory) throws -> SiameseConfiguration {
        let file = try configurationFile.file()
        let kind = file?.text(at: "model.kind").flatMap(ModelConfiguration.Kind.init)
        let from = try starting.file(else: file)
        let start = try from.map { try FaceVerifier(reading: $0, in: ComputeContext(threads: 1)).configuration }
        var configuration = preset.configuration(of: start?.kind ?? training.model ?? kind ?? .pooled)
        if let start { configuration.model = start }
        if let file { configuration = try file.settings(over: configuration) }
        faces.apply(to: &configuration.preparation)
        split.apply(to: &configuration.preparation)
        training.apply(to: &configuration)
        augmentation.apply(to: &configuration.training.augmentation)
        if let ways { configuration.ways = ways }
        runOptions.apply(to: &configuration)
        if let start, let from {
            configuration.from = from
            try requireSettings(configuration.model, of: from, start, flags: ["kind": "--model"])
        }
        return configuration
    }

    func run() throws {
        let start = ProgramStart()
        let plan = try plan()
        let experiment = try SiameseExperiment(plan.settings, folder: plan.data, adaptable: adaptable())
        let configuration = experiment.configuration
        let run = try output.beginRun(
            configuration: configuration, context: experiment.context, dataFiles: experiment.dataFiles,
            resumed: plan.resumed, options: resumption, start: start)
        for note in experiment.notes { run.progress.note("Note: \(note).") }
        ([experiment.summary] + experiment.warnings).forEach(run.progress.note)
        let rounds = try run.interruptible { try trainRounds(of: experiment, run) }

        let results = rounds.map(\.result)
        let result = SiameseResult(
            results, model: configuration.model, parameters: try rounds.first?.verifier.tower.parameterCount ?? 0,
            wallSeconds: run.wallSeconds, output: run.directory.path)
        try run.finish(
            result, lines: lines(about: result), speed: TrainingSpeed(results.flatMap(\.epochs)), json: runOptions.json
        ) {
            let report = SiameseReport(experiment, results)
            run.show(report.tables(result))
            run.draw(report.figures)
            guard let first = rounds.first else { return }
            let pictures = FacePictures(experiment.faces, first.verifier, seed: configuration.seed)
            for (name, figure) in pictures.figures(of: experiment.splits[0]) {
                run.illustrate(name) { try run.directory.write(figure: figure()) }
            }
        }
    }

    /// The settings that nobody has chosen.
    private func adaptable() throws -> Set<AdaptableSetting> {
        var settings: Set<AdaptableSetting> = []
        if try isOpen("ways", flag: ways) { settings.insert(.ways) }
        if try isOpen("preparation.test_share", flag: split.testShare) { settings.insert(.testShare) }
        return settings
    }

    private func trainRounds(
        of experiment: SiameseExperiment, _ run: ExperimentRun
    ) throws -> [(verifier: FaceVerifier, result: SplitResult)] {
        let splits = experiment.splits
        return try splits.enumerated().map { number, split in
            let fold = splits.count > 1 ? number + 1 : nil
            let checkpoint = fold.map { "checkpoint-fold-\($0).safetensors" } ?? CheckpointPath.name
            run.progress.label = fold.map { "fold \($0)/\(splits.count)" } ?? ""
            var training = experiment.training(on: split, number: number)
            training.progress = run.progress
            let part = fold.map { "fold-\($0)" }
            training.states = run.states(part: part)
            training.log = { try run.log(LoggedEpoch($0, labels: FoldLabel(fold: fold), part: part)) }
            let (verifier, result) = try training.run { try run.write(checkpoint: $0.checkpoint(), named: checkpoint) }
            run.progress.note(
                (fold.map { "fold \($0): " } ?? "")
                    + String(
                        printf: "AUC %.4f, equal error rate %.2f %% on people never seen, over ", result.test.auc,
                        100 * result.test.equalErrorRate) + result.test.pairsText)
            return (verifier, result)
        }
    }

    private func lines(about result: SiameseResult) -> [String] {
        let folds = result.rounds.count
        let heading =
            folds > 1 ? "People never seen, mean ± standard deviation over \(folds) folds:" : "People never seen:"
        let table = TextTable.aligned(result.rows.map { [$0.name, $0.value] })
        return [heading, table, "The network, \(result.model.rawValue), has \(result.parameters) weights."]
    }
}

/// Which fold an epoch belongs to, in `metrics.jsonl`.
private struct FoldLabel: Encodable {
    var fold: Int?
}
