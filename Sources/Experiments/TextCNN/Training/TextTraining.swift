import SwiftletData
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import SwiftletTrain

/// Trains one model on one split of a corpus, keeps the epoch that was best on the development part, and judges it on
/// the test part.
public struct TextTraining {
    /// Network, training and preparation.
    public let configuration: TextConfiguration
    /// The sentences.
    public let corpus: TextCorpus
    /// Which of them are for what.
    public let split: TextSplit
    /// Pretrained word vectors, if there are any.
    public let vectors: WordVectors?
    /// The classifier that the training starts from; nil to start from random weights.
    public var start: TextClassifier?
    /// All random numbers follow from this stream.
    public var random: RandomStream
    /// Where tensors live.
    public let context: ComputeContext
    /// Where progress is shown.
    public var progress: ProgressReporter?
    /// Called with the record of each epoch.
    public var log: ((EpochRecord) throws -> Void)?
    /// Where the state of the training is kept, and from where it goes on if there is one.
    public var states: TrainingStates?
    /// Whether a model that is interrupted before its first epoch has ended counts as the best so far.
    public var keepsUnfinished = true

    /// Trains a model and judges it on the test part; `bestFound` is called with each model that is the best so far.
    ///
    /// Throws `InterruptedError` if a signal stopped the training, and the errors of `TrainingLoop`.
    public func run(bestFound: (TextClassifier) throws -> Void = { _ in }) throws -> SplitResult {
        let (classifier, result) = try train(bestFound: bestFound)
        return try Self.judge([(classifier, result)], split, of: corpus)
    }

    /// Judges one or more models that were trained on a split.
    static func judge(
        _ trained: [(classifier: TextClassifier, result: MemberResult)], _ split: TextSplit, of corpus: TextCorpus
    ) throws -> SplitResult {
        let judgement = try TextEvaluation.judge(
            TextEnsemble(trained.map(\.classifier)), split.test.map { corpus.tokens[$0] },
            labels: split.test.map { corpus.classes[$0] })
        let metrics = judgement.metrics
        return SplitResult(
            testAccuracy: metrics.accuracy ?? 0, testLoss: metrics.loss ?? 0, testCount: metrics.count,
            testContext: judgement.context, members: trained.map(\.result))
    }

    /// Trains a model and returns it as it was in its best epoch.
    func train(bestFound: (TextClassifier) throws -> Void) throws -> (TextClassifier, MemberResult) {
        let classifier = try makeClassifier()
        let batcher = try makeBatcher(for: classifier)
        let trainer = try TextTrainer(
            classifier, configuration.training, stepsPerEpoch: batcher.batchCount(of: split.training.count),
            random: random.child("dropout"))
        var loop = TrainingLoop(
            epochs: configuration.training.epochs, stepsPerEpoch: trainer.stepsPerEpoch,
            watching: EarlyStopping(patience: configuration.training.patience), progress: progress, log: log)
        if let states { loop.leastSecondsBetweenStates = states.leastSeconds }
        loop.skippableSteps = configuration.training.skipBadSteps
        var best: ModuleSnapshot?
        let saved = states?.latest(in: context)
        if let saved {
            try trainer.load(from: saved)
            best = try saved.best(of: classifier.model) { try bestFound(classifier) }
            for record in saved.progress.summary.epochs { try log?(record) }
        }
        let summary = try loop.run(
            from: saved?.progress,
            batches: { epoch in
                let order = batcher.order(epoch: epoch, of: split.training, random: random.child("shuffle"))
                return Prefetcher(count: order.count) { batcher.batch(order[$0]) }
            },
            step: { try trainer.step($0.get()) },
            evaluate: {
                try trainer.withEvaluationParameters { try evaluate(classifier, split.development, batcher) }
            },
            epochEnded: { epoch in
                guard epoch.isBest else { return }
                try trainer.withEvaluationParameters {
                    best = try ModuleSnapshot(of: classifier.model)
                    try bestFound(classifier)
                }
            },
            keepState: { try states?.save($0, of: trainer, best: best) })
        if summary.ending == .interrupted {
            if best == nil && keepsUnfinished {
                try trainer.withEvaluationParameters { try bestFound(classifier) }
            }
            try Interruption.check()
        }
        try best?.restore(to: classifier.model)
        return (classifier, MemberResult(summary))
    }

    /// The words of the training part, and those of the others that have a vector; a table that starts from the vectors.
    private func makeClassifier() throws -> TextClassifier {
        let vocabulary = Vocabulary(
            training: split.training.map { corpus.tokens[$0] }, minimumCount: configuration.preparation.minimumCount,
            others: (split.development + split.test).map { corpus.tokens[$0] }, vectors: vectors)
        let table = try makeTable(for: vocabulary)
        if let start {
            let (classifier, newWords) = try start.start(
                configuration.model, knowing: vocabulary, table: table, labels: corpus.labels,
                random: random.child("model"))
            progress?.note(
                "Starting from a checkpoint that knows \(start.encoder.vocabulary.count - 2) words; "
                    + "\(newWords) words of the data are new.")
            return classifier
        }
        let model = try TextCNN(configuration.model, table: table, classes: corpus.labels.count)
            .initialized(random: random.child("model"), in: context)
        return TextClassifier(
            encoder: TextEncoder(tokenizer: corpus.tokenizer, vocabulary: vocabulary, labels: corpus.labels),
            configuration: configuration.model, model: model)
    }

    private func makeTable(for vocabulary: Vocabulary) throws -> Tensor {
        let stream = random.child("embedding")
        if let vectors {
            let values = vectors.table(for: vocabulary, random: stream)
            return Tensor(values, shape: [vocabulary.count, vectors.dimension], in: context)
        }
        let drawn = Embedding(
            vocabulary.count, configuration.model.embeddingDimension, paddingIndex: Int(Vocabulary.padding),
            initializer: .uniform(low: -1, high: 1))
        return try drawn.initialized(random: stream, in: context).weight.value
    }

    private func makeBatcher(for classifier: TextClassifier) throws -> SentenceBatcher {
        try SentenceBatcher(
            sentences: corpus.tokens.map(classifier.encoder.vocabulary.encode), labels: corpus.classes,
            batchSize: configuration.training.batchSize, minimumLength: configuration.model.longestKernel,
            bucketBatches: configuration.training.bucketBatches)
    }

    private func evaluate(
        _ classifier: TextClassifier, _ indices: [Int], _ batcher: SentenceBatcher
    ) throws -> Metrics {
        try TextEvaluation.metrics(
            of: classifier, batches: batcher.evaluationOrder(of: indices).lazy.map(batcher.batch))
    }
}
