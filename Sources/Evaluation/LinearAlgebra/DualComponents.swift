/// Principal components of fewer points than dimensions, such as whole pictures: by the eigenvectors of the matrix of the
/// points' inner products, which is small where the covariance is not (Turk and Pentland 1991).
struct DualComponents {
    let mean: [Double]
    let components: [[Double]]
    let variances: [Double]
    let allVariances: [Double]

    init(_ points: FeatureSet, _ count: Int) throws {
        let (rows, size) = (points.count, points.dimension)
        let mean = GaussianMoments.mean(of: points)
        let centered = (0..<rows).map { row in zip(points[row], mean).map { Double($0) - $1 } }
        var products = [Double](repeating: 0, count: rows * rows)
        for first in 0..<rows {
            for second in 0...first {
                let product = Self.dot(centered[first], centered[second]) / Double(rows - 1)
                products[first * rows + second] = product
                products[second * rows + first] = product
            }
        }
        let eigen = try SymmetricEigen(products, size: rows)
        // Centring leaves one direction less than points; what rounding makes of a variance of 0 has no direction.
        let smallest = Double(size) * .ulpOfOne * max(eigen.values[0], 0)
        let rank = eigen.values.prefix(rows - 1).prefix { $0 > smallest }.count
        guard count <= rank else {
            throw EvaluationError("\(rows) points that span \(rank) directions have no \(count) principal components")
        }
        self.mean = mean
        variances = Array(eigen.values.prefix(count))
        allVariances = eigen.values
        components = (0..<count).map { Self.component(eigen.vector($0), of: centered, size) }
    }

    /// The weighted sum of the points, at length 1.
    private static func component(
        _ weights: ArraySlice<Double>, of centered: [[Double]], _ size: Int
    ) -> [Double] {
        var sum = [Double](repeating: 0, count: size)
        for (weight, point) in zip(weights, centered) {
            for index in 0..<size { sum[index] += weight * point[index] }
        }
        let largest = sum.reduce(0.0) { abs($1) > abs($0) ? $1 : $0 }
        let length = dot(sum, sum).squareRoot()
        return sum.map { $0 / (largest < 0 ? -length : length) }
    }

    private static func dot(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
