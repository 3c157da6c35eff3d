import SwiftletTrain

/// Accuracy over the epochs of one or more rounds.
struct TrainingCurves {
    private let rounds: [SplitResult]

    init(_ rounds: [SplitResult]) { self.rounds = rounds }

    var figure: Figure {
        let count = rounds.reduce(0) { $0 + $1.members.count }
        let chart = LineChart(
            title: count > 1 ? "Accuracy by epoch, mean over \(count) networks" : "Accuracy by epoch",
            xLabel: "epoch", yLabel: "accuracy (%)",
            series: [
                LineChart.Series(name: "training part", values: Self.means(rounds) { $0.train["accuracy"] }),
                LineChart.Series(name: "development part", values: Self.means(rounds) { $0.evaluation["accuracy"] }),
            ])
        return Figure(
            name: "curves",
            caption: "The training part as it was trained on, with dropout; the development part after.",
            alternativeText: chart.title, content: .chart(chart), metrics: ["accuracy"])
    }

    /// The mean of a metric in per cent by epoch, over the networks that were trained so far.
    static func means(_ rounds: [SplitResult], _ metric: (EpochRecord) -> Double?) -> [Double] {
        let members = rounds.flatMap(\.members)
        let longest = members.map(\.epochs.count).max() ?? 0
        return (0..<longest).map { epoch in
            let values = members.compactMap { epoch < $0.epochs.count ? metric($0.epochs[epoch]) : nil }
            return values.isEmpty ? .nan : 100 * MeanAndDeviation(values).mean
        }
    }
}
