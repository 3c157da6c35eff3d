import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// How a set of pictures lies beside real ones in the space of the classifier's features; lower distances and higher shares
/// are better.
struct SampleMeasures: Codable, Equatable {
    /// Fréchet distance (Heusel et al. 2017).
    var frechetDistance: Double
    /// Kernel distance (Bińkowski et al. 2018).
    var kernelDistance: Double
    /// Share of the pictures that lie among real ones (Kynkäänniemi et al. 2019).
    var precision: Double
    /// Share of the real pictures that lie among them.
    var recall: Double

    /// Neighbours that the balls of precision and recall reach to.
    static let neighbors = 3

    /// Of two sets of equal count.
    init(real: FeatureSet, judged: FeatureSet, random: RandomStream, context: ComputeContext) throws {
        frechetDistance = try SwiftletEvaluation.frechetDistance(real, judged)
        kernelDistance = try KernelDistance(real, judged, random: random, context: context).mean
        let shares = try PrecisionRecall(real: real, generated: judged, k: Self.neighbors, context: context)
        precision = shares.precision
        recall = shares.recall
    }

    /// The means of several.
    init(mean measures: [SampleMeasures]) {
        func mean(_ path: KeyPath<SampleMeasures, Double>) -> Double {
            MeanAndDeviation(measures.map { $0[keyPath: path] }).mean
        }
        frechetDistance = mean(\.frechetDistance)
        kernelDistance = mean(\.kernelDistance)
        precision = mean(\.precision)
        recall = mean(\.recall)
    }

    /// The means over groups of `judged` that are as large as each of the `real` sets, because all of these measures depend on
    /// the counts, and over the real sets.
    static func means(
        real: [FeatureSet], judged: FeatureSet, random: RandomStream, context: ComputeContext
    ) throws -> SampleMeasures {
        let size = real[0].count
        let groups = judged.count / size
        precondition(groups > 0, "fewer judged pictures than real ones")
        return SampleMeasures(
            mean: try (0..<groups).flatMap { group in
                let judged = judged.selecting(group * size..<(group + 1) * size)
                return try real.enumerated().map { number, real in
                    try SampleMeasures(
                        real: real, judged: judged, random: random.child(group).child(number), context: context)
                }
            })
    }
}
