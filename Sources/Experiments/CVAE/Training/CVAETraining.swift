import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// The pictures of a run, read once, and the training of a model on them.
public struct CVAETraining {
    /// What the run computes.
    public let configuration: CVAEConfiguration
    /// The pictures.
    public let corpus: PictureCorpus
    /// Which of them are for what.
    public let split: PictureSplit
    /// The training pictures as the network sees them.
    public let source: PixelSource
    /// Where tensors live.
    public let context: ComputeContext
    /// The model whose weights the training starts from; nil for random weights.
    let start: PictureModel?
    private let random: RandomStream

    /// The files that were read.
    public var dataFiles: [String] { corpus.files + [configuration.from].compactMap { $0 } }

    /// What the user should know of the data, a sentence each.
    public let notes: [String]

    /// Reads the data. Where `adaptsShare` is true, the share of the pictures that chooses the epoch grows to what sets one aside.
    /// Throws `RunError`, `DataError` or `KernelError` for settings and files that will not do.
    public init(_ configuration: CVAEConfiguration, folder: DataDirectory, adaptsShare: Bool = false) throws {
        try configuration.validate()
        var configuration = configuration
        context = try configuration.makeContext()
        random = RandomStream(seed: configuration.seed)
        corpus = try PictureCorpus(configuration.data, folder: folder)
        try configuration.model.validate(for: corpus.format)
        start = try configuration.from.map { [context] in try PictureModel.read($0, in: context).model }
        if let start, let from = configuration.from { try start.requireSize(of: corpus.format, checkpoint: from) }
        var notes = corpus.notes
        if adaptsShare {
            let share = PictureSplit.leastShare(configuration.data.developmentShare, of: corpus.training.count)
            if share != configuration.data.developmentShare {
                notes.append(
                    "--dev-share is \(String(printf: "%.4g", share)) instead of \(configuration.data.developmentShare), which sets none of the "
                        + "\(corpus.training.count) images aside")
            }
            configuration.data.developmentShare = share
        }
        self.notes = notes
        self.configuration = configuration
        split = try PictureSplit(
            of: corpus.training, developmentShare: configuration.data.developmentShare, random: random.child("split"))
        source = PixelSource(corpus.training, configuration.likelihood, random: random.child("binarisation"))
    }

    /// Trains a model and returns it as it was in its best epoch; `bestFound` is called with each model that is the best
    /// so far. The state of the training is kept in `states`, and if there is one the training goes on from it.
    ///
    /// Throws `InterruptedError` if a signal stopped the training, and the errors of `TrainingLoop`.
    public func run(
        states: TrainingStates? = nil, progress: ProgressReporter? = nil, log: ((EpochRecord) throws -> Void)? = nil,
        bestFound: (PictureModel) throws -> Void = { _ in }
    ) throws -> (model: PictureModel, summary: TrainingSummary) {
        let training = configuration.training
        let model = try PictureModel(
            configuration.model, corpus.format, configuration.likelihood, random: random.child("model"), in: context)
        if let start { try model.takeWeights(of: start) }
        let batcher = PictureBatcher(source, latent: configuration.model.latent, batchSize: training.batchSize)
        let trainer = try CVAETrainer(
            model, training, stepsPerEpoch: batcher.batchCount(of: split.training.count))
        var loop = TrainingLoop(
            epochs: training.epochs, stepsPerEpoch: trainer.stepsPerEpoch,
            watching: EarlyStopping(metric: "loss", mode: .min, patience: nil), progress: progress, log: log)
        if let states { loop.leastSecondsBetweenStates = states.leastSeconds }
        loop.skippableSteps = training.skipBadSteps
        var best: ModuleSnapshot?
        let saved = states?.latest(in: context)
        if let saved {
            try trainer.load(from: saved)
            best = try saved.best(of: model.network) { try bestFound(model) }
            for record in saved.progress.summary.epochs { try log?(record) }
        }
        let summary = try loop.run(
            from: saved?.progress,
            batches: { batcher.batches(of: split.training, epoch: $0, random: random.child("training")) },
            step: { try trainer.step($0.get()) },
            evaluate: {
                try trainer.withEvaluationParameters {
                    let batches = batcher.batches(of: split.development, random: random.child("development"))
                    return try BoundEvaluation.metrics(of: model, batches, beta: training.beta)
                }
            },
            epochEnded: { epoch in
                guard epoch.isBest else { return }
                try trainer.withEvaluationParameters {
                    best = try ModuleSnapshot(of: model.network)
                    try bestFound(model)
                }
            },
            keepState: { try states?.save($0, of: trainer, best: best) })
        if summary.ending == .interrupted {
            // A run leaves a checkpoint even if its first epoch has not ended.
            if best == nil { try trainer.withEvaluationParameters { try bestFound(model) } }
            try Interruption.check()
        }
        try best?.restore(to: model.network)
        return (model, summary)
    }
}
