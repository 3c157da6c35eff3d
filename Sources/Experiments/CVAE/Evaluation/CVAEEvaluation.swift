import ExperimentSupport
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Everything that `evaluate` measures of a model.
struct CVAEEvaluation {
    let configuration: EvaluationConfiguration
    let model: PictureModel
    let corpus: PictureCorpus
    private let test: ImageSet
    private let classifierOptions: ClassifierOptions

    /// Reads the pictures. Throws `RunError` or `DataError` for settings and files that will not do.
    init(
        _ configuration: EvaluationConfiguration, _ model: PictureModel, classifier: ClassifierOptions,
        folder: DataDirectory
    ) throws {
        try configuration.validate()
        self.configuration = configuration
        self.model = model
        classifierOptions = classifier
        corpus = try PictureCorpus(configuration.data, folder: folder).matching(model.format)
        guard let test = corpus.test else {
            throw RunError("there are no test images; name them with --test-images and --test-labels")
        }
        self.test = test
    }

    /// Measures all that the configuration asks for. Throws `InterruptedError` if a signal stops it.
    func run(progress: ProgressReporter) throws -> EvaluationResult {
        var lastNote = 0
        let bounds = try TestBounds(
            of: model, on: test, importanceSamples: configuration.importanceSamples, limit: configuration.limit
        ) { done, count in
            // A line for each tenth.
            guard 10 * done / count > 10 * lastNote / count else { return }
            lastNote = done
            progress.note("Importance-weighted bound: \(done) of \(count) pictures")
        }
        var result = EvaluationResult(bounds: bounds, classNames: model.format.classNames)
        guard configuration.generatedPerClass > 0 else { return result }
        let random = RandomStream(seed: configuration.seed).child("fidelity")
        let classifier = try classifierOptions.load(
            for: configuration.data.name, training: corpus.training, test: test, context: model.context,
            progress: progress)
        var fidelity = try ClassFidelity(
            of: model, classifier, perClass: configuration.generatedPerClass, random: random)
        if configuration.trainsOnGenerated {
            progress.note("Training a classifier of generated pictures")
            try fidelity.trainOnGenerated(
                model, training: corpus.training, test: test, random: random, progress: progress)
        }
        result.fidelity = fidelity
        return result
    }

    /// What the model draws, for the report.
    var figures: [Figure] {
        SampleFigures(model, random: RandomStream(seed: configuration.seed)).all(of: .test(test, model.likelihood))
    }
}
