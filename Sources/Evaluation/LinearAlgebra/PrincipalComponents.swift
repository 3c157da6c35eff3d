/// The orthogonal directions along which points spread most, and the projection on them (Pearson 1901; Hotelling 1933).
public struct PrincipalComponents: Sendable {
    /// Numbers of a point.
    public let dimension: Int
    /// The mean of the points.
    public let mean: [Double]
    /// Directions of length 1, the one of the largest variance first; in each the number of largest magnitude is positive.
    public let components: [[Double]]
    /// The variance of the points along each direction, by the sum over count - 1.
    public let explainedVariance: [Double]
    /// The share of each in the variance of the points in all directions; 0 if all points are the same.
    public let explainedVarianceShare: [Double]

    /// The first `count` principal components of points.
    ///
    /// Throws `EvaluationError` for fewer than two points, or for more components than the points can have: at least 1, at
    /// most the dimension, and, for fewer points than dimensions, as many as the points span.
    public init(_ points: FeatureSet, components count: Int) throws {
        guard points.count > 1 else {
            throw EvaluationError("principal components need at least 2 points, got \(points.count)")
        }
        guard count >= 1 && count <= points.dimension else {
            throw EvaluationError("points of \(points.dimension) numbers have no \(count) principal components")
        }
        dimension = points.dimension
        if points.dimension <= points.count {
            let moments = try GaussianMoments(of: points)
            let eigen = try SymmetricEigen(moments.covariance, size: dimension)
            mean = moments.mean
            components = (0..<count).map { Array(eigen.vector($0)) }
            explainedVariance = eigen.values.prefix(count).map { max($0, 0) }
            explainedVarianceShare = Self.shares(explainedVariance, of: eigen.values)
        } else {
            let dual = try DualComponents(points, count)
            mean = dual.mean
            components = dual.components
            explainedVariance = dual.variances
            explainedVarianceShare = Self.shares(dual.variances, of: dual.allVariances)
        }
    }

    /// The coordinates of points along the components: [count, components].
    ///
    /// Throws `EvaluationError` if the points are of another dimension.
    public func project(_ points: FeatureSet) throws -> FeatureSet {
        guard points.dimension == dimension else {
            throw EvaluationError("these components project points of \(dimension) numbers, got \(points.dimension)")
        }
        var coordinates: [Float] = []
        coordinates.reserveCapacity(points.count * components.count)
        for row in 0..<points.count {
            let point = zip(points[row], mean).map { Double($0) - $1 }
            for component in components {
                coordinates.append(Float(zip(point, component).reduce(0) { $0 + $1.0 * $1.1 }))
            }
        }
        return FeatureSet(unchecked: coordinates, dimension: components.count)
    }

    private static func shares(_ variances: [Double], of all: [Double]) -> [Double] {
        let total = all.reduce(0) { $0 + max($1, 0) }
        return variances.map { total > 0 ? $0 / total : 0 }
    }
}
