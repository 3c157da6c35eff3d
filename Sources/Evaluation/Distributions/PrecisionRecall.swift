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
        precision = try Self.coveredShare(of: generated, by: real, k, context)
        recall = try Self.coveredShare(of: real, by: generated, k, context)
    }

    /// The share of points in a ball of one of the centres.
    private static func coveredShare(
        of points: FeatureSet, by centers: FeatureSet, _ k: Int, _ context: ComputeContext
    ) throws -> Double {
        let radii = try squaredRadii(centers, k, context)
        var covered = [Bool](repeating: false, count: points.count)
        DistanceBlocks(rows: centers, columns: points, context: context).forEach { block in
            for row in block.rows {
                block.forEachColumn(of: row, within: radii[row]) { column in
                    if !covered[column] {
                        covered[column] = centers.squaredDistance(row, to: points, column) <= radii[row]
                    }
                    return radii[row]
                }
            }
        }
        return Double(covered.reduce(0) { $0 + ($1 ? 1 : 0) }) / Double(points.count)
    }

    /// The squares of the radii, as they were before a root was taken.
    private static func squaredRadii(_ points: FeatureSet, _ k: Int, _ context: ComputeContext) throws -> [Double] {
        let nearest = try NearestNeighbors(within: points, count: k, context: context).neighbors
        return nearest.indices.map { points.squaredDistance($0, to: points, nearest[$0][k - 1].index) }
    }
}
