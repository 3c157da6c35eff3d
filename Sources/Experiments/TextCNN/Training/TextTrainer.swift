import SwiftletData
import SwiftletEvaluation
import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import SwiftletTrain

/// One training step after the other: gradients, clipping, update, constraint, averaging.
final class TextTrainer: SingleModelTrainer {
    let stepsPerEpoch: Int
    private let classifier: TextClassifier
    private let configuration: TrainingConfiguration
    let optimizer: Optimizer
    private let maximumNorm: MaxNormConstraint?
    let average: ExponentialMovingAverage?
    private let random: RandomStream
    var module: any Module { classifier.model }

    init(
        _ classifier: TextClassifier, _ configuration: TrainingConfiguration, stepsPerEpoch: Int,
        random: RandomStream
    ) throws {
        self.classifier = classifier
        self.configuration = configuration
        self.stepsPerEpoch = stepsPerEpoch
        self.random = random
        optimizer = try configuration.optimizer.makeOptimizer(
            learningRate: configuration.learningRate, weightDecay: configuration.weightDecay)
        optimizer.schedule = configuration.learningRates(
            base: optimizer.learningRate, stepsPerEpoch: stepsPerEpoch, warmUpSteps: configuration.warmUpSteps)
        maximumNorm = try configuration.maximumNorm.map {
            try MaxNormConstraint($0, on: ["output.weight"], of: classifier.model)
        }
        average = try configuration.averageDecay.map {
            try ExponentialMovingAverage(decay: $0, of: classifier.model)
        }
    }

    /// Trains on a batch; its loss and accuracy before the update.
    func step(_ batch: SentenceBatch) throws -> Metrics {
        let labels = IntTensor(batch.labels, shape: [batch.count], in: classifier.context)
        let tokens = classifier.tokens(of: batch)
        var correct = 0
        var (loss, gradients) = try finiteValueAndGradients(
            of: classifier.model, random: random.child(optimizer.stepCount),
            checksGradients: configuration.skipBadSteps > 0
        ) { pass in
            let logits = try classifier.model(pass(tokens), lengths: batch.lengths)
            correct = correctCount(scores: logits, labels: batch.labels)
            return try logits.softmaxCrossEntropy(labels: labels)
        }
        if let clipNorm = configuration.clipNorm { gradients.clip(toGlobalNorm: clipNorm) }
        optimizer.step(gradients)
        maximumNorm?.apply()
        average?.update()
        return Metrics(loss: loss.item, correct: correct, count: batch.count)
    }
}
