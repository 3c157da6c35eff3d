import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Trains one network on the training people of a split, and judges it on the others.
public struct SiameseTraining {
    /// Network, training and data.
    public let configuration: SiameseConfiguration
    /// The pictures and the people.
    public let faces: FaceSet
    /// Which people are for what.
    public let split: PersonSplit
    /// All random numbers follow from this stream.
    public let random: RandomStream
    /// Where tensors live.
    public let context: ComputeContext
    /// Where progress is shown.
    public var progress: ProgressReporter?
    /// Where the state of the training is kept, and from where it goes on if there is one.
    public var states: TrainingStates?
    /// Called with the record of each epoch.
    public var log: ((EpochRecord) throws -> Void)?

    /// Trains a network and judges it. What is returned is the network after the last epoch, with the threshold that suits
    /// its training people best: test people decide nothing. `keep` is called with it before it is judged, or with the network
    /// as it is when a signal stops the training after the first epoch.
    ///
    /// Throws `InterruptedError` if a signal stopped the training, and the errors of `TrainingLoop`.
    public func run(keep: (FaceVerifier) throws -> Void = { _ in }) throws -> (FaceVerifier, SplitResult) {
        let model = configuration.model
        let tower = model.makeTower(random: random.child("model"), in: context)
        let trainer = SiameseTrainer(tower, size: model.size, configuration.training)
        let loader = try PairLoader(
            faces, people: split.training, configuration.training, scale: model.scale,
            random: random.child("batches"))
        let steps = configuration.training.stepsPerEpoch
        var loop = TrainingLoop(
            epochs: configuration.training.epochs, stepsPerEpoch: steps, progress: progress, log: log)
        if let states { loop.leastSecondsBetweenStates = states.leastSeconds }
        loop.skippableSteps = configuration.training.skipBadSteps
        let saved = states?.latest(in: context)
        if let saved {
            try trainer.load(from: saved)
            for record in saved.progress.summary.epochs { try log?(record) }
        }
        let summary = try loop.run(
            from: saved?.progress,
            batches: { epoch in Prefetcher(count: steps) { loader.batch($0, epoch: epoch) } },
            step: { try trainer.step($0.get()) },
            keepState: { try states?.save($0, of: trainer) })
        if summary.ending == .interrupted && summary.epochs.isEmpty { try Interruption.check() }
        let verifier = try calibrated(tower)
        try keep(verifier)
        if summary.ending == .interrupted { try Interruption.check() }
        let test = try judge(verifier, split.test, "test")
        let training = try judge(verifier, split.training, "training")
        return (
            verifier,
            SplitResult(
                test: test.result, training: training.result, curve: test.curve, epochs: summary.epochs)
        )
    }

    /// The verifier with a head that fits the training people, and the threshold that suits them best. Changes the tower.
    private func calibrated(_ tower: any Tower) throws -> FaceVerifier {
        if let regularization = configuration.training.whitening, let tower = tower as? PooledTower {
            let (features, labels) = try projections(of: tower)
            try WithinPersonWhitening(features, labels: labels, regularization: Double(regularization))
                .fold(into: tower.head)
        }
        var verifier = makeVerifier(tower)
        verifier.threshold = try trainingCurve(of: verifier).bestBalancedThreshold
        return verifier
    }

    /// What the head makes of the training people's pictures and their mirror images, before it is brought to length 1.
    private func projections(of tower: PooledTower) throws -> (FeatureSet, [Int32]) {
        let (indices, labels) = faces.pictures(of: split.training)
        let verifier = makeVerifier(tower)
        let views = [false, true].map { isMirrored in
            verifier.outputs(of: faces.images, indices, isMirrored: isMirrored) { tower.projection($0, $1) }
        }
        return (try FeatureSet(views[0] + views[1], dimension: configuration.model.embeddingDimension), labels + labels)
    }

    private func trainingCurve(of verifier: FaceVerifier) throws -> ROCCurve {
        let (indices, labels) = faces.pictures(of: split.training)
        return try ROCCurve(LabelledPairs(of: verifier.embeddings(of: faces.images, indices), labels: labels))
    }

    /// Judges all pairs of some people's pictures.
    private func judge(
        _ verifier: FaceVerifier, _ people: [Int], _ part: String
    ) throws -> (result: VerificationResult, curve: ROCCurve) {
        let (indices, labels) = faces.pictures(of: people)
        let embeddings = try verifier.embeddings(of: faces.images, indices)
        let curve = try ROCCurve(LabelledPairs(of: embeddings, labels: labels))
        let result = try VerificationResult(
            embeddings, labels: labels, curve: curve, threshold: verifier.threshold, ways: configuration.ways,
            random: random.child("one shot").child(part))
        return (result, curve)
    }

    private func makeVerifier(_ tower: any Tower) -> FaceVerifier {
        FaceVerifier(
            configuration: configuration.model, tower: tower,
            trainingPeople: split.training.map { faces.people[$0].name },
            testPeople: split.test.map { faces.people[$0].name })
    }
}
