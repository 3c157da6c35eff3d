import SwiftletTrain

/// The networks that `textcnn compare` trains, and what the assignment behind this experiment reported for them.
struct ComparisonGrid {
    /// One network of the grid.
    struct Cell: Equatable {
        var kernelSize: Int
        var pooling: Pooling
        /// The accuracy that the assignment reported, as a share. Its data set is unknown, so this is for orientation
        /// only.
        var reportedAccuracy: Double

        /// "kernel 5, average".
        var name: String { "kernel \(kernelSize), \(pooling.rawValue)" }
    }

    /// Each kernel size with average and max pooling.
    static let cells = [
        Cell(kernelSize: 5, pooling: .average, reportedAccuracy: 0.9392),
        Cell(kernelSize: 5, pooling: .max, reportedAccuracy: 0.9587),
        Cell(kernelSize: 7, pooling: .average, reportedAccuracy: 0.9182),
        Cell(kernelSize: 7, pooling: .max, reportedAccuracy: 0.9528),
    ]
}

/// What the runs of one network came to.
struct ComparisonRow: Encodable {
    var cell: ComparisonGrid.Cell
    /// Test accuracy by seed, in cross-validation the mean over the folds.
    var accuracies: [Double]
    var summary: MeanAndDeviation { MeanAndDeviation(accuracies) }
    /// Every round of every seed.
    var rounds: [SplitResult]

    /// What the accuracies must be seen beside, the mean over all rounds.
    var context: AccuracyContext { AccuracyContext(meanOf: rounds.map(\.testContext)) }

    private enum CodingKeys: CodingKey {
        case kernelSize, pooling, accuracies, meanAccuracy, standardDeviation, majorityFraction, macroF1, auc
        case reportedAccuracy
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(cell.kernelSize, forKey: .kernelSize)
        try container.encode(cell.pooling, forKey: .pooling)
        try container.encode(accuracies, forKey: .accuracies)
        try container.encode(summary.mean, forKey: .meanAccuracy)
        try container.encode(summary.standardDeviation, forKey: .standardDeviation)
        try container.encode(context.majorityFraction, forKey: .majorityFraction)
        try container.encode(context.macroF1, forKey: .macroF1)
        try container.encodeIfPresent(context.auc, forKey: .auc)
        try container.encode(cell.reportedAccuracy, forKey: .reportedAccuracy)
    }
}
