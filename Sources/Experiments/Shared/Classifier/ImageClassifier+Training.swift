import SwiftletData
import SwiftletEvaluation
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import SwiftletTrain

extension ImageClassifier {
    /// Trains a classifier on labelled pictures, and judges it on others if they are given. The same pictures, seed and kernels
    /// give the same bits at any number of threads.
    ///
    /// With generated pictures for training and real ones for the test, its test accuracy is the classification accuracy
    /// score of the generator (Ravuri and Vinyals 2019).
    ///
    /// Throws `RunError` for pictures without labels, of fewer than two classes or too small, and for a test part that does not
    /// fit; `InterruptedError` if a signal stopped it.
    public static func train(
        on pictures: ImageSet, name: String, test: ImageSet? = nil, settings: ClassifierTraining? = nil,
        in context: ComputeContext, progress: ProgressReporter? = nil
    ) throws -> ImageClassifier {
        let settings = settings ?? ClassifierTraining(pictures: pictures.count)
        var record = try makeRecord(name, pictures, test, settings)
        let random = RandomStream(seed: settings.seed).child("classifier")
        let network = try ClassifierNetwork(
            channels: pictures.channels, height: pictures.height, width: pictures.width, classes: record.classes
        ).initialized(random: random.child("weights"), in: context)
        try fit(network, to: pictures, settings, random: random.child("shuffle"), in: context, progress)
        if let test {
            record.testAccuracy = try ImageClassifier(network, record, in: context).accuracy(on: test)
        }
        return try ImageClassifier(network, record, in: context)
    }

    private static func fit(
        _ network: ClassifierNetwork, to pictures: ImageSet, _ settings: ClassifierTraining, random: RandomStream,
        in context: ComputeContext, _ progress: ProgressReporter?
    ) throws {
        let labels = pictures.labels ?? []
        let size = settings.batchSize
        let stepsPerEpoch = (pictures.count + size - 1) / size
        let steps = settings.epochs * stepsPerEpoch
        let warmUp = min(stepsPerEpoch / 5, 100)
        let optimizer = AdamW(
            learningRate: .cosine(from: settings.learningRate, to: 0, steps: steps, warmup: warmUp),
            weightDecay: settings.weightDecay)
        let summary = try TrainingLoop(epochs: settings.epochs, stepsPerEpoch: stepsPerEpoch, progress: progress).run(
            batches: { epoch in
                var stream = random.child(epoch)
                let order = stream.permutation(pictures.count)
                return stride(from: 0, to: order.count, by: size).map {
                    Array(order[$0..<min($0 + size, order.count)])
                }
            },
            step: { (batch: [Int]) in
                let targets = batch.map { labels[$0] }
                var correct = 0
                let (loss, gradients) = try valueAndGradients(of: network, random: random) { pass in
                    let input = input(pictures, batch, in: context)
                    let logits = network.logits(ofFeatures: network.features(pass(input)))
                    correct = correctCount(scores: logits, labels: targets)
                    return try logits.softmaxCrossEntropy(
                        labels: IntTensor(targets, shape: [targets.count], in: context))
                }
                optimizer.step(gradients)
                return Metrics(loss: loss.item, correct: correct, count: batch.count)
            })
        if summary.ending == .interrupted { try Interruption.check() }
    }

    /// What is known before training. Throws `RunError` if these pictures cannot be learned from.
    static func makeRecord(
        _ name: String, _ pictures: ImageSet, _ test: ImageSet?, _ settings: ClassifierTraining
    ) throws -> ImageClassifierRecord {
        let smallest = ClassifierNetwork.smallestSide
        guard let labels = pictures.labels else {
            throw RunError("a classifier of \(name) cannot be trained: the pictures have no labels")
        }
        let classes = max(pictures.classNames.count, Int(labels.max() ?? -1) + 1)
        guard Set(labels).count >= 2, labels.allSatisfy({ $0 >= 0 }) else {
            throw RunError(
                "a classifier of \(name) needs pictures of at least 2 classes, numbered from 0; got \(Set(labels).count)"
            )
        }
        guard min(pictures.width, pictures.height) >= smallest else {
            throw RunError(
                """
                a classifier of \(name) needs pictures of at least \(smallest) x \(smallest), got \
                \(pictures.width) x \(pictures.height)
                """)
        }
        let record = ImageClassifierRecord(
            name: name, width: pictures.width, height: pictures.height, channels: pictures.channels, classes: classes,
            classNames: pictures.classNames, networkVersion: ClassifierNetwork.version, training: settings,
            trainingDigest: pictures.digest, trainingCount: pictures.count, testDigest: test?.digest)
        if let test {
            guard record.fits(test), test.labels?.allSatisfy({ $0 >= 0 && Int($0) < classes }) == true else {
                throw RunError(
                    "the test part of \(name) needs labelled pictures of \(record.sizeText) of the same \(classes) classes"
                )
            }
        }
        return record
    }
}
