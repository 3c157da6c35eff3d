import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// Whether generated pictures are of the class that they were asked to be of, as a classifier sees it that the project
/// trained on the real training pictures.
public struct ClassFidelity: Codable, Equatable, Sendable {
    /// Share of generated pictures that the classifier takes for their class.
    public var fidelity: Double
    /// The same, class by class.
    public var fidelityByClass: [Double]
    /// Generated pictures that were judged.
    public var generatedCount: Int
    /// Share of the real test pictures that the classifier, trained on real pictures, names rightly.
    public var classifierTestAccuracy: Double
    /// SHA-256 of the classifier's weights.
    public var classifierWeightsSha256: String
    /// Share of the real test pictures that a classifier of the same kind names rightly that was trained on generated pictures,
    /// as many of each class as there are real ones; nil if none was trained.
    public var testAccuracyTrainedOnGenerated: Double?

    /// Judges `count` pictures of each class. Throws what training a classifier throws.
    init(
        of model: PictureModel, _ classifier: ImageClassifier, perClass count: Int, random: RandomStream
    ) throws {
        let pictures = PictureSampler(model).pictures(perClass: count, random: random.child("judged"))
        let confusion = try classifier.confusion(on: pictures)
        fidelity = confusion.accuracy
        fidelityByClass = confusion.recalls.map { $0 ?? .nan }
        generatedCount = pictures.count
        classifierTestAccuracy = classifier.testAccuracy ?? .nan
        classifierWeightsSha256 = classifier.weightsChecksum
    }

    /// Trains another classifier on as many generated pictures of each class as `training` has, and tests it on `test`.
    mutating func trainOnGenerated(
        _ model: PictureModel, training: ImageSet, test: ImageSet, random: RandomStream, progress: ProgressReporter?
    ) throws {
        let sampler = PictureSampler(model)
        let labels = training.labels ?? []
        let pictures = sampler.pictures(
            of: sampler.priorLatents(labels.count, random: random.child("trained on")), labels: labels)
        let classifier = try ImageClassifier.train(
            on: pictures, name: "generated pictures", test: test, in: model.context, progress: progress)
        testAccuracyTrainedOnGenerated = classifier.testAccuracy
    }

    /// The fidelity of images that have nothing to do with their class: there are as many of each.
    var chance: Double { 1 / Double(fidelityByClass.count) }

    /// The numbers by name.
    var rows: [(name: String, value: String)] {
        func percent(_ fraction: Double) -> String { MetricText.value(fraction, of: "accuracy") }
        var rows = [
            (
                name: "class fidelity, \(generatedCount) generated pictures (Bernoulli means)",
                value: "\(percent(fidelity)) (chance \(percent(chance)))"
            ),
            (
                name: "test accuracy of the judging classifier, trained on real pictures",
                value: percent(classifierTestAccuracy)
            ),
        ]
        if let testAccuracyTrainedOnGenerated {
            rows.append(
                (
                    name: "test accuracy of one trained on generated pictures",
                    value: percent(testAccuracyTrainedOnGenerated)
                ))
        }
        return rows
    }
}
