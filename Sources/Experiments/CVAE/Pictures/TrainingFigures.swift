import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// What a training leaves behind to be looked at.
struct TrainingFigures {
    private let training: CVAETraining
    private let model: PictureModel
    private let summary: TrainingSummary

    /// Names of the files.
    static let files: Set = [
        "loss.svg", "bound.svg", "class-grid.png", "style-grid.png", "latent-walk.png", "reconstructions.png",
    ]

    init(_ training: CVAETraining, _ model: PictureModel, _ summary: TrainingSummary) {
        self.training = training
        self.model = model
        self.summary = summary
    }

    var all: [Figure] {
        charts + SampleFigures(model, random: RandomStream(seed: training.configuration.seed)).all(of: shown)
    }

    /// The pictures that reconstructions are shown of: those for testing, if there are any.
    private var shown: PixelSource {
        training.corpus.test.map { .test($0, model.likelihood) } ?? training.source
    }

    private var charts: [Figure] {
        let about = "in nats a picture (\(model.likelihood.summary))"
        let parts = LineChart(
            title: "Parts of the bound on the development part", xLabel: "epoch", yLabel: "nats a picture",
            series: [
                LineChart.Series(
                    name: "reconstruction, -log p(x|y, z)", values: values { $0.evaluation["reconstruction"] }),
                LineChart.Series(name: "KL(q || p)", values: values { $0.evaluation["kl"] }),
            ])
        let loss = LineChart(
            title: "Objective by epoch", xLabel: "epoch", yLabel: "loss (nats a picture)",
            series: [
                LineChart.Series(name: "training part", values: values { $0.train["loss"] }),
                LineChart.Series(name: "development part", values: values { $0.evaluation["loss"] }),
            ])
        return [
            Figure(
                name: "loss",
                caption:
                    "Reconstruction plus weighted divergence, \(about). The training part is measured with the weights "
                    + "of each step and the weight of the divergence at that time, the development part after the epoch with "
                    + "the averaged weights and the final weight of the divergence.",
                content: .chart(loss), metrics: ["loss"]),
            Figure(
                name: "bound", caption: "The two parts of the negative evidence lower bound, \(about).",
                content: .chart(parts), metrics: ["reconstruction", "kl"]),
        ]
    }

    private func values(_ metric: (EpochRecord) -> Double?) -> [Double] { summary.epochs.map { metric($0) ?? .nan } }
}
