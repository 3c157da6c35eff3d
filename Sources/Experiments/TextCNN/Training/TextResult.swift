import Foundation
import SwiftletTrain

/// What a run came to: `result.json`, and the last line of standard output with `--json`.
public struct TextResult: Codable, Equatable, Sendable {
    /// Accuracy on the test part; nil for cross-validation.
    public var testAccuracy: Double?
    /// Accuracy on the test part of each fold.
    public var foldAccuracies: [Double]?
    /// Mean of the folds' accuracies.
    public var meanAccuracy: Double?
    /// Sample standard deviation of the folds' accuracies.
    public var standardDeviation: Double?
    /// Accuracy on the development part, the mean over all networks.
    public var developmentAccuracy: Double
    /// Epochs that were trained, over all networks.
    public var epochs: Int
    /// The epoch that was kept, by network.
    public var bestEpochs: [Int]
    /// Seconds spent in training steps.
    public var trainSeconds: Double
    /// Sentences trained on, over these seconds.
    public var samplesPerS: Double
    /// Seconds from the start of the program's work to its result.
    public var wallSeconds: Double
    /// Whether the sentences were generated for want of data.
    public var generatedData: Bool
    /// The run directory.
    public var output: String?

    /// The result of one or more rounds.
    public init(
        _ rounds: [SplitResult], isGenerated: Bool, isCrossValidation: Bool, wallSeconds: Double, output: String?
    ) {
        let accuracies = rounds.map(\.testAccuracy)
        let summary = MeanAndDeviation(accuracies)
        if isCrossValidation {
            foldAccuracies = accuracies
            meanAccuracy = summary.mean
            standardDeviation = summary.standardDeviation
        } else {
            testAccuracy = summary.mean
        }
        let members = rounds.flatMap(\.members)
        developmentAccuracy = MeanAndDeviation(members.map(\.developmentAccuracy)).mean
        epochs = members.reduce(0) { $0 + $1.epochs.count }
        bestEpochs = members.map(\.bestEpoch)
        trainSeconds = members.reduce(0) { $0 + $1.trainSeconds }
        let samples = members.reduce(0) { $0 + $1.epochs.reduce(0) { $0 + $1.samples } }
        samplesPerS = trainSeconds > 0 ? Double(samples) / trainSeconds : 0
        self.wallSeconds = wallSeconds
        generatedData = isGenerated
        self.output = output
    }

    /// The accuracy in one sentence.
    public var sentence: String {
        if let foldAccuracies {
            let summary = MeanAndDeviation(foldAccuracies)
            return "Test accuracy \(summary.percentText) over \(foldAccuracies.count) folds"
        }
        return "Test accuracy " + MetricText.value(testAccuracy ?? .nan, of: "accuracy")
    }
}
