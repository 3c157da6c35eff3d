extension GaussianMoments {
    /// The Fréchet distance to another normal distribution (Dowson and Landau 1982), squared as is usual:
    /// |mean1 - mean2|^2 + trace(C1 + C2 - 2 (C1 C2)^(1/2)).
    ///
    /// The trace of the root is the sum of the roots of the eigenvalues of C1^(1/2) C2 C1^(1/2), which is symmetric, so that
    /// no complex numbers come up and singular covariances need no special care; what rounding makes negative counts as 0.
    /// An eigenvalue is known to about 1e-16 of the largest, its root therefore to 1e-8 of the largest root.
    ///
    /// Throws `EvaluationError` if the dimensions differ.
    public func frechetDistance(to other: GaussianMoments) throws -> Double {
        guard dimension == other.dimension else {
            throw EvaluationError(
                "distributions of \(dimension) and of \(other.dimension) numbers cannot be compared with each other")
        }
        let shift = zip(mean, other.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let root = try Self.squareRoot(covariance, dimension)
        let product = Self.multiplied(Self.multiplied(root, other.covariance, dimension), root, dimension)
        let roots = try SymmetricEigen.values(of: product, size: dimension).reduce(0) { $0 + max($1, 0).squareRoot() }
        return max(shift + trace + other.trace - 2 * roots, 0)
    }

    private var trace: Double { (0..<dimension).reduce(0) { $0 + covariance[$1 * dimension + $1] } }

    /// The symmetric root of a covariance.
    private static func squareRoot(_ matrix: [Double], _ size: Int) throws -> [Double] {
        let eigen = try SymmetricEigen(matrix, size: size)
        var scaled = eigen.vectors
        for row in 0..<size {
            let root = max(eigen.values[row], 0).squareRoot()
            for column in 0..<size { scaled[row * size + column] *= root }
        }
        return multiplied(transposed(eigen.vectors, size), scaled, size)
    }

    private static func transposed(_ matrix: [Double], _ size: Int) -> [Double] {
        (0..<size * size).map { matrix[$0 % size * size + $0 / size] }
    }

    private static func multiplied(_ left: [Double], _ right: [Double], _ size: Int) -> [Double] {
        var product = [Double](repeating: 0, count: size * size)
        product.withUnsafeMutableBufferPointer { product in
            right.withUnsafeBufferPointer { right in
                for row in 0..<size {
                    for inner in 0..<size {
                        let factor = left[row * size + inner]
                        for column in 0..<size {
                            product[row * size + column] += factor * right[inner * size + column]
                        }
                    }
                }
            }
        }
        return product
    }
}

/// The Fréchet distance between two sets of features, each taken for a sample of a normal distribution (Heusel et al. 2017);
/// 0 for equal distributions. Its estimate from few points is too large, by about the same for sets of equal size: compare
/// numbers of the same counts, and with the distance between two halves of the real data.
///
/// Throws `EvaluationError` for fewer than two points or different dimensions.
public func frechetDistance(_ first: FeatureSet, _ second: FeatureSet) throws -> Double {
    try FeatureSet.requireSameDimension(first, second)
    return try GaussianMoments(of: first).frechetDistance(to: GaussianMoments(of: second))
}
