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
    /// Fraction of the test sentences that are of the most frequent class; this and the next two are means over the folds, and
    /// nil in results of versions without them.
    public var majorityFraction: Double?
    /// Macro F1 score on the test sentences.
    public var macroF1: Double?
    /// Of two classes, the area under the ROC curve on the test sentences.
    public var auc: Double?
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
    /// Share of `trainSeconds` in which the next batch was waited for.
    public var waitingShare: Double
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
        let context = AccuracyContext(meanOf: rounds.map(\.testContext))
        (majorityFraction, macroF1, auc) = (context.majorityFraction, context.macroF1, context.auc)
        let members = rounds.flatMap(\.members)
        developmentAccuracy = MeanAndDeviation(members.map(\.developmentAccuracy)).mean
        bestEpochs = members.map(\.bestEpoch)
        let speed = TrainingSpeed(rounds.flatMap(\.epochs))
        epochs = speed.epochs
        trainSeconds = speed.trainSeconds
        samplesPerS = speed.samplesPerS
        waitingShare = speed.waitingShare
        self.wallSeconds = wallSeconds
        generatedData = isGenerated
        self.output = output
    }

    /// What a report shows first.
    var keyResults: ReportTable {
        let folds = foldAccuracies.map { "mean ± standard deviation over \($0.count) folds" } ?? ""
        return .keyResults(
            [
                ("Test accuracy", accuracyText, folds)
            ] + (context?.keyResults ?? []) + [
                ("Development accuracy", MetricText.value(developmentAccuracy, of: "accuracy"), ""),
                ("Speed", String(printf: "%.0f sentences/s", samplesPerS), ""),
            ], notes: generatedData ? ["On generated sentences, which says nothing about real ones."] : [])
    }

    /// The accuracy on the test part, over folds with its spread.
    var accuracyText: String {
        foldAccuracies.map { MeanAndDeviation($0).percentText }
            ?? MetricText.value(testAccuracy ?? .nan, of: "accuracy")
    }

    /// The accuracy in one sentence.
    public var sentence: String {
        "Test accuracy \(accuracyText)" + (foldAccuracies.map { " over \($0.count) folds" } ?? "")
            + (context.map { " (\($0.text))" } ?? "")
    }

    private var context: AccuracyContext? {
        guard let majorityFraction, let macroF1 else { return nil }
        return AccuracyContext(majorityFraction: majorityFraction, macroF1: macroF1, auc: auc)
    }
}
