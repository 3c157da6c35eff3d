import ArgumentParser
import ExperimentSupport
import SwiftletTrain

/// Judges a trained model.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Judge a trained model: its bounds on test pictures, and whether its pictures are of their class.",
        discussion: """
            A classifier that is trained on real pictures says whether generated ones are of their class.

            Example:
              cvae evaluate --checkpoint runs/digits --importance-samples 1000
            """)

    @OptionGroup var checkpoint: CheckpointOption

    @Option(
        help: """
            Samples a picture for the importance-weighted bound on log p(x|y) (Burda et al. 2015), which costs a pass of the \
            decoder each; 0 leaves it out. (default: 100)
            """)
    var importanceSamples: Int?

    @Option(help: "Judge the bounds on so many test pictures, the first. (default: all)")
    var limit: Int?

    @Option(
        help: """
            Pictures of each class to draw for a classifier to judge, which is trained on the real ones; 0 leaves it out. \
            (default: 1000)
            """)
    var generated: Int?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Also train a classifier on generated pictures, as many as there are real ones, and test it on real ones. \
            (default: --train-on-generated)
            """)
    var trainOnGenerated: Bool?

    @OptionGroup var classifier: ClassifierOptions
    @OptionGroup(title: "Data") var pictures: PictureOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Output") var output: OutputOptions<CVAEProgram>

    func run() throws {
        let start = ProgramStart()
        let context = try runOptions.compute.makeContext()
        let (model, data) = try PictureModel.read(checkpoint.file, in: context)
        var configuration = EvaluationConfiguration(checkpoint: checkpoint.file, data: data)
        pictures.apply(to: &configuration.data)
        if let importanceSamples { configuration.importanceSamples = importanceSamples }
        if let limit { configuration.limit = limit }
        if let generated { configuration.generatedPerClass = generated }
        if let trainOnGenerated { configuration.trainsOnGenerated = trainOnGenerated }
        runOptions.apply(to: &configuration)
        let evaluation = try CVAEEvaluation(
            configuration, model, classifier: classifier, folder: runOptions.dataDirectory)
        let run = try output.beginRun(
            configuration: configuration, context: context,
            dataFiles: evaluation.corpus.files + [checkpoint.file], start: start)
        var result = try run.interruptible { try evaluation.run(progress: run.progress) }
        result.wallSeconds = run.wallSeconds
        result.output = run.directory.path
        try run.finish(result, lines: result.lines, json: runOptions.json) {
            run.show(result.tables)
            run.draw(evaluation.figures)
        }
    }
}
