import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// What a training came to; `result.json` of its run directory.
public struct CVAEResult: Codable, Equatable, Sendable {
    /// What all its numbers are about: they cannot be compared with those of another setting.
    public var likelihood: Likelihood
    /// -ELBO on the test pictures, in nats a picture; nil without test pictures.
    public var testNegativeElbo: Double?
    /// -log p(x|y, z) on the test pictures.
    public var testReconstruction: Double?
    /// KL(q(z|x, y) || p(z)) on the test pictures.
    public var testKl: Double?
    /// Number of test pictures.
    public var testCount: Int?
    /// The objective on the development part, in the epoch that was kept.
    public var developmentLoss: Double
    /// The epoch that was kept.
    public var bestEpoch: Int
    /// Epochs that were trained.
    public var epochs: Int
    /// Seconds spent in training steps.
    public var trainSeconds: Double
    /// Pictures trained on, over these seconds.
    public var samplesPerS: Double
    /// Share of these seconds in which the next batch was waited for.
    public var waitingShare: Double
    /// Seconds from the start of the program's work to its result.
    public var wallSeconds: Double
    /// The run directory.
    public var output: String

    /// Judges the model on the test pictures, if there are any. Throws `InterruptedError` if a signal asks for it.
    init(
        _ training: CVAETraining, _ model: PictureModel, _ summary: TrainingSummary, wallSeconds: () -> Double,
        _ output: String
    ) throws {
        likelihood = training.configuration.likelihood
        if let test = training.corpus.test {
            let metrics = try BoundEvaluation.metrics(of: model, test: test)
            testNegativeElbo = metrics["loss"]
            testReconstruction = metrics["reconstruction"]
            testKl = metrics["kl"]
            testCount = metrics.count
        }
        developmentLoss = summary.best?.evaluation["loss"] ?? .nan
        bestEpoch = summary.bestEpoch ?? 0
        epochs = summary.epochs.count
        trainSeconds = summary.trainSeconds
        samplesPerS = summary.samplesPerS
        waitingShare = summary.waitingShare
        self.output = output
        self.wallSeconds = wallSeconds()
    }

    /// The result in sentences.
    var lines: [String] {
        guard let testNegativeElbo, let testReconstruction, let testKl, let testCount else {
            return ["Development part: \(nats(developmentLoss)), \(likelihood.summary). There are no test pictures."]
        }
        return [
            "Test -ELBO \(nats(testNegativeElbo)) (reconstruction \(nats(testReconstruction)), KL \(nats(testKl))) on "
                + "\(testCount) pictures, \(likelihood.summary)."
        ]
    }

    /// The result for the report.
    var table: ReportTable {
        let values: [(String, Double?)] = [
            ("test -ELBO", testNegativeElbo), ("test reconstruction, -log p(x|y, z)", testReconstruction),
            ("test KL(q(z|x, y) || p(z))", testKl), ("development loss", developmentLoss),
        ]
        return .keyResults(
            values.compactMap { name, value in
                value.map { (name: "\(name), \(likelihood.summary)", value: nats($0), reference: "") }
            }, notes: ["Means over pictures. \(Likelihood.warning)"])
    }
}

/// A number of nats as text.
func nats(_ value: Double) -> String { String(printf: "%.2f nats", value) }
