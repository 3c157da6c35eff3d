import SwiftletTrain

/// Losses and outputs over the epochs.
struct TrainingCurves {
    private let records: [EpochRecord]

    init(_ records: [EpochRecord]) { self.records = records }

    /// Writes the charts as figures of a run.
    func write(to directory: RunDirectory) throws {
        try directory.write(
            figure: Figure(
                name: "losses", caption: "Loss of each network, mean over the steps of an epoch.",
                content: .chart(
                    LineChart(
                        title: "Losses by epoch", xLabel: "epoch", yLabel: "loss (nats; hinge: no unit)",
                        series: [
                            series("discriminator", "discriminator_loss"), series("generator", "generator_loss"),
                        ])),
                metrics: ["discriminator_loss", "generator_loss"]))
        try directory.write(
            figure: Figure(
                name: "outputs",
                caption:
                    "Mean probability that the discriminator gives real and generated pictures to be real, before each "
                    + "of its updates. At 0 and 1 it is sure of every verdict, at equal values it cannot tell.",
                content: .chart(
                    LineChart(
                        title: "The discriminator's mean output by epoch", xLabel: "epoch", yLabel: "probability",
                        series: [
                            series("real pictures", "output_on_real"),
                            series("generated pictures", "output_on_generated"),
                        ])),
                metrics: ["output_on_real", "output_on_generated"]))
        try directory.write(
            figure: Figure(
                name: "variety",
                caption:
                    "How much generated pictures differ from each other, over what as many real ones do. Below 0.5 "
                    + "counts as a collapse.",
                content: .chart(
                    LineChart(
                        title: "Variety of generated pictures by epoch", xLabel: "epoch",
                        yLabel: "share of real pictures'",
                        series: [
                            evaluated("distance of two pictures", "distance_share"),
                            evaluated("distance to the nearest other", "neighbor_share"),
                        ])),
                metrics: ["distance_share", "neighbor_share"]))
    }

    private func series(_ name: String, _ metric: String) -> LineChart.Series {
        LineChart.Series(name: name, values: records.map { $0.train[metric] ?? .nan })
    }

    private func evaluated(_ name: String, _ metric: String) -> LineChart.Series {
        LineChart.Series(name: name, values: records.map { $0.evaluation[metric] ?? .nan })
    }
}
