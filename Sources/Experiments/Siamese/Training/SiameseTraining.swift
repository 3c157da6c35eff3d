import SwiftletData
import SwiftletEvaluation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// Trains one network on the training people of a split, and evaluates it on the others.
public struct SiameseTraining {
    /// Network, training and data.
    public let configuration: SiameseConfiguration
    /// The pictures and the people.
    public let faces: FaceSet
    /// Which people are for what.
    public let split: PersonSplit
    /// The verifier whose weights the training starts from; nil for random weights.
    var start: FaceVerifier?
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
        let tower = try model.makeTower(random: random.child("model"), in: context)
        if let start { try ModuleSnapshot(of: start.tower).restore(to: tower) }
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
        let (verifier, trainingPeople) = try calibrated(tower)
        try keep(verifier)
        if summary.ending == .interrupted { try Interruption.check() }
        let training = try result(of: trainingPeople, verifier, "training")
        let testPeople = try evaluate(split.test, verifier, "test")
        let test = try result(of: testPeople, verifier, "test")
        return (
            verifier,
            SplitResult(
                test: test, training: training, curve: ROCChart.points(of: testPeople.curve), epochs: summary.epochs)
        )
    }

    /// The verifier with a head that fits the training people, and the threshold that suits them best. Changes the tower.
    private func calibrated(_ tower: any Tower) throws -> (FaceVerifier, PeopleEvaluation) {
        if let regularization = configuration.training.whitening, let tower = tower as? PooledTower {
            let (features, labels) = try projections(of: tower)
            try WithinPersonWhitening(features, labels: labels, regularization: Double(regularization))
                .fold(into: tower.head)
        }
        var verifier = makeVerifier(tower)
        let people = try evaluate(split.training, verifier, "training")
        verifier.threshold = people.curve.bestBalancedThreshold
        return (verifier, people)
    }

    /// What the head makes of the training people's pictures and their mirror images, before it is brought to length 1.
    private func projections(of tower: PooledTower) throws -> (FeatureSet, [Int32]) {
        let (indices, labels) = faces.pictures(of: split.training)
        let verifier = makeVerifier(tower)
        let views = [false, true].map { isMirrored in
            verifier.outputs(
                of: faces.images, indices, isMirrored: isMirrored,
                observe: { progress?.update("whitening", done: $0, of: indices.count, "images") }
            ) { tower.projection($0) }
        }
        progress?.clear()
        return (try FeatureSet(views[0] + views[1], dimension: configuration.model.embeddingDimension), labels + labels)
    }

    private func evaluate(_ people: [Int], _ verifier: FaceVerifier, _ part: String) throws -> PeopleEvaluation {
        try PeopleEvaluation(
            of: people, faces, by: verifier, random: random.child("verification").child(part), name: "\(part) people",
            progress: progress)
    }

    private func result(
        of people: PeopleEvaluation, _ verifier: FaceVerifier, _ part: String
    ) throws -> VerificationResult {
        try people.result(
            threshold: verifier.threshold, ways: configuration.ways, random: random.child("one shot").child(part))
    }

    private func makeVerifier(_ tower: any Tower) -> FaceVerifier {
        FaceVerifier(
            configuration: configuration.model, tower: tower,
            trainingPeople: split.training.map { faces.people[$0].name },
            testPeople: split.test.map { faces.people[$0].name })
    }
}
