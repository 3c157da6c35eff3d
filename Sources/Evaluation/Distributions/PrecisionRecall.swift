import SwiftletTensor

/// Improved precision and recall of generated points (Kynkäänniemi et al. 2019): how many of the generated lie among the real,
/// and how many of the real lie among the generated. A set is taken to cover the balls around its points that reach to the k-th
/// nearest other point of the set.
public struct PrecisionRecall: Equatable, Sendable {
    /// The share of generated points in a ball of a real one: how believable they are.
    public let precision: Double
    /// The share of real points in a ball of a generated one: how much of the variety is there.
    public let recall: Double

    /// Judges generated points by real ones; the paper takes k = 3 and sets of equal size.
    ///
    /// Distances are compared exactly (in Double), so the result is the same at any number of threads. Throws `EvaluationError` for
    /// different dimensions or unless 1 <= k < points in each set.
    public init(real: FeatureSet, generated: FeatureSet, k: Int = 3, context: ComputeContext) throws {
        try FeatureSet.requireSameDimension(real, generated)
        guard k >= 1 && k < min(real.count, generated.count) else {
            throw EvaluationError(
                "precision and recall by \(k) neighbours need more points than that, "
                    + "got \(real.count) real and \(generated.count) generated ones")
        }
        let realRadii = try Self.squaredRadii(real, k, context)
        let generatedRadii = try Self.squaredRadii(generated, k, context)
        var realCovered = [Bool](repeating: false, count: real.count)
        var generatedCovered = [Bool](repeating: false, count: generated.count)
        DistanceBlocks(rows: real, columns: generated, context: context).forEach { block in
            for row in block.rows {
                for column in block.columns where !(realCovered[row] && generatedCovered[column]) {
                    if block.lowerBound(row, column) > max(realRadii[row], generatedRadii[column]) { continue }
                    let distance = real.squaredDistance(row, to: generated, column)
                    if distance <= realRadii[row] { generatedCovered[column] = true }
                    if distance <= generatedRadii[column] { realCovered[row] = true }
                }
            }
        }
        precision = Self.share(generatedCovered)
        recall = Self.share(realCovered)
    }

    /// The squares of the radii, as they were before a root was taken.
    private static func squaredRadii(_ points: FeatureSet, _ k: Int, _ context: ComputeContext) throws -> [Double] {
        let nearest = try NearestNeighbors(within: points, count: k, context: context).neighbors
        return nearest.indices.map { points.squaredDistance($0, to: points, nearest[$0][k - 1].index) }
    }

    private static func share(_ flags: [Bool]) -> Double {
        Double(flags.reduce(0) { $0 + ($1 ? 1 : 0) }) / Double(flags.count)
    }
}
