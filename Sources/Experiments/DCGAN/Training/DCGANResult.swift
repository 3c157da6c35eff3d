import SwiftletTrain

/// What a training came to.
struct DCGANResult: Encodable {
    var epochs: Int
    var steps: Int
    /// Means over the last epoch.
    var discriminatorLoss: Double
    var generatorLoss: Double
    var outputOnReal: Double
    var outputOnGenerated: Double
    /// How much generated pictures differ from each other, over what real ones do, after the last epoch.
    var distanceShare: Double
    var neighborShare: Double
    /// The measures of the generator, for pictures of a known set.
    var evaluation: SampleEvaluation?
    /// Collapse and saturation that were seen.
    var warnings: [String]
    var trainSeconds: Double
    /// Share of the step time in which the next batch was waited for.
    var waitingShare: Double
    var samplesPerS: Double
    var wallSeconds: Double
    var output: String

    init(
        _ speed: TrainingSpeed, _ records: [EpochRecord], _ health: TrainingHealth,
        _ evaluation: SampleEvaluation?, steps: Int, wallSeconds: Double,
        output: String
    ) {
        func last(_ name: String) -> Double { records.last?.train[name] ?? .nan }
        epochs = speed.epochs
        self.steps = steps
        discriminatorLoss = last("discriminator_loss")
        generatorLoss = last("generator_loss")
        outputOnReal = last("output_on_real")
        outputOnGenerated = last("output_on_generated")
        distanceShare = records.last?.evaluation["distance_share"] ?? .nan
        neighborShare = records.last?.evaluation["neighbor_share"] ?? .nan
        self.evaluation = evaluation
        warnings = health.warnings.map(\.sentence)
        trainSeconds = speed.trainSeconds
        waitingShare = speed.waitingShare
        samplesPerS = speed.samplesPerS
        self.wallSeconds = wallSeconds
        self.output = output
    }

    /// The result for the user.
    var lines: [String] {
        func number(_ value: Double) -> String { MetricText.value(value, of: "loss") }
        return [
            "Last epoch: discriminator loss \(number(discriminatorLoss)), generator loss \(number(generatorLoss)); mean "
                + "output on real pictures \(number(outputOnReal)), on generated ones \(number(outputOnGenerated))."
        ] + warnings.map { "Warning: \($0)." } + (evaluation.map { [$0.text] } ?? [])
    }

    /// Writes the tables of the run's report.
    func writeTables(to directory: RunDirectory) throws {
        func number(_ value: Double) -> String { MetricText.value(value, of: "loss") }
        var results: [(name: String, value: String, reference: String)] = []
        if let evaluation {
            results.append(
                (
                    "Fréchet distance over that of real pictures",
                    String(printf: "%.2f", evaluation.frechetRatio), "at most 5 (full preset)"
                ))
            if let factor = evaluation.largestShareFactor {
                results.append(
                    (
                        "class farthest from an equal share, factor", String(printf: "%.2f", factor),
                        "at most 3 (full preset)"
                    ))
            }
            for table in evaluation.tables { try directory.write(table: table) }
        }
        results.append(("mean output on real pictures, last epoch", number(outputOnReal), "0.5: cannot tell"))
        results.append(("mean output on generated pictures, last epoch", number(outputOnGenerated), "0.5: cannot tell"))
        results.append(("training speed", "\(Int(samplesPerS.rounded())) pictures/s", ""))
        try directory.write(
            table: .keyResults(
                results, notes: warnings.isEmpty ? ["No collapse and no saturation was seen."] : warnings))
    }
}
