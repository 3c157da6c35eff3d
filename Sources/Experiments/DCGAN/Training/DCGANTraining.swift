import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// Trains a pair of networks on a set of pictures.
public struct DCGANTraining {
    /// What the run computes, all choices made.
    public let configuration: DCGANConfiguration
    /// The pictures.
    public let data: PictureData
    /// Where tensors live.
    public let context: ComputeContext
    /// What the user should know of the data and of settings that were adapted to them, a sentence each.
    public let notes: [String]
    private let batcher: PictureBatcher
    /// The networks whose weights the training starts from; nil for random weights.
    private let start: Networks?

    /// Reads the pictures. If `adaptsBatchSize`, a batch that they are too few for becomes smaller. Throws `RunError`, `DataError` or
    /// `KernelError` for settings and files that will not do.
    public init(_ configuration: DCGANConfiguration, folder: DataDirectory, adaptsBatchSize: Bool = false) throws {
        try configuration.validate()
        let context = try configuration.makeContext()
        let data = try PictureData(
            PictureSource(configuration.dataset, isNested: configuration.nested ?? false), size: configuration.size,
            channels: configuration.channels,
            folder: folder)
        try self.init(configuration, data: data, context: context, adaptsBatchSize: adaptsBatchSize)
    }

    /// A training on pictures that have been read. Throws `RunError` if they are too few for a batch.
    init(
        _ configuration: DCGANConfiguration, data: PictureData, context: ComputeContext, adaptsBatchSize: Bool = false
    ) throws {
        var (resolved, notes) = (configuration, data.notes)
        let (wanted, count) = (configuration.training.batchSize, data.pictures.count)
        if count < wanted {
            guard adaptsBatchSize, count >= 2 else {
                throw RunError("--batch-size \(wanted) is more than the \(count) images of \(data.source.name)")
            }
            resolved.training.batchSize = count
            notes.append("--batch-size is \(count) instead of \(wanted), as there are no more images")
        }
        self.notes = notes
        resolved.size = data.pictures.width
        resolved.channels = data.pictures.channels
        resolved.model.size = data.pictures.width
        resolved.model.channels = data.pictures.channels
        self.configuration = resolved
        self.data = data
        self.context = context
        start = try configuration.from.map { try Networks.read($0, in: context).networks }
        batcher = PictureBatcher(pictures: data.pictures, batchSize: resolved.training.batchSize)
    }

    /// Steps of the whole training.
    var stepCount: Int { configuration.training.epochs * batcher.batchCount }

    private var random: RandomStream { RandomStream(seed: configuration.seed) }

    /// What the outside is told about while a training runs.
    struct Observer {
        /// Where progress is shown.
        var progress: ProgressReporter?
        /// Where the state of the training is kept, and from where it goes on if there is one.
        var states: TrainingStates?
        /// Called with the record of each epoch.
        var log: (EpochRecord) throws -> Void = { _ in }
        /// Called after each epoch with the pictures of the fixed noise.
        var drawn: (_ samples: ImageSet, _ epoch: Int) throws -> Void = { _, _ in }
        /// Called after each epoch with the networks as they are judged.
        var epochEnded: (Networks) throws -> Void = { _ in }
    }

    /// Trains. A training that goes on from a state tells of the epochs that are done again. Throws `InterruptedError` if a signal stopped it, and the errors of `TrainingLoop`.
    func run(_ observer: Observer) throws -> (networks: Networks, summary: TrainingSummary, health: TrainingHealth) {
        var networks = try Networks(configuration.model, random: random.child("networks"), in: context)
        if let start {
            try ModuleSnapshot(of: start.generator).restore(to: networks.generator)
            try ModuleSnapshot(of: start.discriminator).restore(to: networks.discriminator)
        }
        let settings = configuration.training
        let trainer = try AdversarialTrainer(
            networks.generator, networks.discriminator, settings, stepsPerEpoch: batcher.batchCount,
            random: random.child("instance noise"))
        let judge = EpochJudge(data.pictures, random: random.child("judge"), in: context)
        var course = TrainingCourse()
        func warn(_ warning: TrainingHealth.Warning?) {
            if let warning { observer.progress?.note("Warning: \(warning.sentence).") }
        }
        var loop = TrainingLoop(
            epochs: settings.epochs, stepsPerEpoch: batcher.batchCount, progress: observer.progress,
            log: { record in
                networks.averaged = try trainer.average?.snapshot(random: random.child("statistics"))
                let (drawn, variety) = judge.judge(networks.judged)
                warn(course.health.record(variety, epoch: record.epoch))
                var record = record
                record.evaluation = ["distance_share": variety.distanceShare, "neighbor_share": variety.neighborShare]
                course.epochs.append(record)
                course.samples.append(drawn)
                try observer.log(record)
                try observer.drawn(drawn, record.epoch)
            })
        if let states = observer.states { loop.leastSecondsBetweenStates = states.leastSeconds }
        loop.skippableSteps = settings.skipBadSteps
        let latent = random.child("latent")
        let saved = observer.states?.latest(in: context)
        if let saved {
            try trainer.load(from: saved)
            course = try TrainingCourse(saved, like: data.pictures)
            networks.averaged = try trainer.average?.snapshot(random: random.child("statistics"))
            for (record, samples) in zip(course.epochs, course.samples) {
                try observer.log(record)
                try observer.drawn(samples, record.epoch)
            }
        }
        let summary = try loop.run(
            from: saved?.progress,
            batches: { epoch in
                let order = batcher.order(epoch: epoch, random: random.child("shuffle"))
                return Prefetcher(count: order.count) { [batcher] in batcher.batch(order[$0]) }
            },
            step: { batch in
                let batch = try batch.get()
                let step = try trainer.step(
                    real: tensor(of: batch),
                    noise: networks.generator.noise(batch.count, random: latent.child(trainer.stepCount)))
                warn(course.health.record(realOutput: step.realOutput, generatedOutput: step.generatedOutput))
                return step.metrics(count: batch.count)
            },
            epochEnded: { _ in try observer.epochEnded(networks) },
            keepState: { progress in
                guard let states = observer.states else { return }
                var state = try TrainingState(progress)
                try trainer.save(to: &state)
                try course.save(to: &state, in: context)
                try states.save(state)
            })
        if summary.ending == .interrupted { try Interruption.check() }
        return (networks, summary, course.health)
    }

    private func tensor(of batch: PictureBatch) -> Tensor {
        let model = configuration.model
        return Tensor(batch.values, shape: [batch.count, model.channels, model.size, model.size], in: context)
    }
}

extension AdversarialTrainer.Step {
    /// The means of the step, for the epoch's.
    func metrics(count: Int) -> Metrics {
        Metrics(
            means: [
                "discriminator_loss": Double(discriminatorLoss), "generator_loss": Double(generatorLoss),
                "output_on_real": Double(realOutput), "output_on_generated": Double(generatedOutput),
            ], count: count)
    }
}
