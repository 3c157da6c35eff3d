import SwiftletEvaluation
import SwiftletTrain

/// Receiver operating characteristics as a chart.
enum ROCChart {
    /// Most points of a curve that are drawn.
    private static let mostPoints = 200

    /// The curves of one or more rounds, and chance.
    static func chart(_ curves: [[(x: Double, y: Double)]]) -> LineChart {
        let series = curves.enumerated().map { number, curve in
            LineChart.Series(name: curves.count > 1 ? "fold \(number + 1)" : "test people", points: curve)
        }
        return LineChart(
            title: "Receiver operating characteristic", xLabel: "different people accepted (%)",
            yLabel: "same person accepted (%)",
            series: series + [LineChart.Series(name: "chance", points: [(0, 0), (100, 100)])])
    }

    /// The corners of a curve in per cent, thinned out to what a chart can show: between corners it is straight.
    static func points(of curve: ROCCurve) -> [(x: Double, y: Double)] {
        let all = curve.points
        let corners = all.indices.filter { index in
            guard index > 0, index + 1 < all.count else { return true }
            let (before, here, after) = (all[index - 1], all[index], all[index + 1])
            let (rise, run) = (here.truePositives - before.truePositives, here.falsePositives - before.falsePositives)
            let (nextRise, nextRun) = (
                after.truePositives - here.truePositives, after.falsePositives - here.falsePositives
            )
            return rise * nextRun != nextRise * run
        }
        let step = Swift.max(1, (corners.count + mostPoints - 1) / mostPoints)
        return corners.enumerated().filter { $0.offset % step == 0 || $0.offset == corners.count - 1 }.map {
            (100 * all[$0.element].falsePositiveRate, 100 * all[$0.element].truePositiveRate)
        }
    }
}
