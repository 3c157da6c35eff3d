import Foundation
import Testing

@testable import SwiftletTrain

@Suite struct MetricsTests {
    @Test func weighsBatchesByTheirSize() {
        var metrics = Metrics()
        #expect(metrics.means.isEmpty && metrics.loss == nil)
        metrics.add(Metrics(loss: Float(1), correct: 3, count: 3))
        metrics.add(Metrics(loss: 2.0, correct: 0, count: 1))
        metrics.add(Metrics())
        #expect(metrics.count == 4)
        #expect(metrics.loss == 1.25)
        #expect(metrics.accuracy == 0.75)
    }

    @Test func countsCorrectSamplesExactly() {
        var metrics = Metrics()
        for _ in 0..<1000 { metrics.add(Metrics(loss: 0.1, correct: 7, count: 10)) }
        #expect(metrics.accuracy == 0.7)
    }

    @Test func takesMetricsOfAnyName() {
        var metrics = Metrics(means: ["generator_loss": 1, "discriminator_loss": 3], count: 2)
        metrics.add(Metrics(means: ["generator_loss": 4, "discriminator_loss": 0], count: 4))
        #expect(metrics.means == ["generator_loss": 3, "discriminator_loss": 1])
        #expect(metrics.loss == nil)
    }

    @Test func givesTheSampleStandardDeviation() {
        // 2, 4, 4, 4, 5, 5, 7, 9: squared distances from 5 sum to 32, over n - 1 = 7.
        let spread = MeanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(spread.mean == 5)
        #expect(abs(spread.standardDeviation! - (32.0 / 7).squareRoot()) < 1e-15)
        #expect(MeanAndDeviation([0.5]).standardDeviation == nil)
        #expect(MeanAndDeviation([0.5]).percentText == "50.00 %")
        #expect(MeanAndDeviation([0.25, 0.75]).percentText == "50.00 ± 35.36 %")
    }

    @Test(arguments: [
        (0.04, "0.0 s"), (8.24, "8.2 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (3599.4, "59 min 59 s"),
        (7625, "2 h 07 min"), (-1, "0.0 s"), (.infinity, "?"), (.nan, "?"),
    ]) func showsTimeSpans(seconds: Double, text: String) {
        #expect(MetricText.duration(seconds) == text)
    }

    @Test("Shares are shown in per cent; an area under a curve and a loss are numbers")
    func units() {
        for name in ["accuracy", "one_shot_accuracy", "equal_error_rate", "class_fidelity", "waiting_share"] {
            #expect(MetricText.value(0.125, of: name) == "12.50 %")
        }
        for name in ["auc", "loss", "share_loss"] { #expect(MetricText.value(0.125, of: name) == "0.125") }
        for name in ["auc", "accuracy"] { #expect(MetricText.value(-Double.nan, of: name) == "NaN") }
        #expect(MetricText.rate(0.524, of: "pairs") == "0.52 pairs/s")
        #expect(MetricText.rate(1234.4, of: "images") == "1234 images/s")
    }

    @Test func showsMetricsInOrder() {
        let means = ["b_loss": 12345.6, "accuracy": 0.81234, "loss": 0.41234, "a": .nan]
        #expect(
            MetricText.line(means, prefix: "dev ") == [
                "dev loss 0.4123", "dev accuracy 81.23 %", "dev a NaN", "dev b loss 1.235e+04",
            ])
    }
}
