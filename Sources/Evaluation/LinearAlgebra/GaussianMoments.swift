/// Mean and covariance of points, in Double.
public struct GaussianMoments: Sendable {
    /// Numbers of a point.
    public let dimension: Int
    /// The mean of each number.
    public let mean: [Double]
    /// The covariances, [dimension, dimension] row by row; of points, their sums over count - 1.
    public let covariance: [Double]

    /// Moments that are known. Throws `EvaluationError` if the sizes do not fit each other, a number is not finite, or the
    /// covariance is not symmetric.
    public init(mean: [Double], covariance: [Double]) throws {
        let dimension = mean.count
        guard dimension > 0 && covariance.count == dimension * dimension else {
            throw EvaluationError("a mean of \(dimension) numbers does not fit a covariance of \(covariance.count)")
        }
        guard mean.allSatisfy(\.isFinite) && covariance.allSatisfy(\.isFinite) else {
            throw EvaluationError("a mean and a covariance must be finite numbers")
        }
        for row in 0..<dimension {
            for column in 0..<row
            where covariance[row * dimension + column] != covariance[column * dimension + row] {
                throw EvaluationError("the covariance of numbers \(column) and \(row) differs by the order of the two")
            }
        }
        self.init(dimension: dimension, mean: mean, covariance: covariance)
    }

    /// The moments of points. Throws `EvaluationError` for fewer than two points.
    public init(of features: FeatureSet) throws {
        guard features.count > 1 else {
            throw EvaluationError("a covariance needs at least 2 points, got \(features.count)")
        }
        let mean = Self.mean(of: features)
        self.init(
            dimension: features.dimension, mean: mean, covariance: Self.covariance(of: features, around: mean))
    }

    private init(dimension: Int, mean: [Double], covariance: [Double]) {
        self.dimension = dimension
        self.mean = mean
        self.covariance = covariance
    }

    /// The mean of each number.
    static func mean(of features: FeatureSet) -> [Double] {
        var sums = [Double](repeating: 0, count: features.dimension)
        features.values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<features.count {
                    let start = row * features.dimension
                    for index in 0..<features.dimension { sums[index] += Double(values[start + index]) }
                }
            }
        }
        return sums.map { $0 / Double(features.count) }
    }

    /// Four points at a time, so that each sum is read and written once for four products; always in this order.
    private static func covariance(of features: FeatureSet, around mean: [Double]) -> [Double] {
        let (count, size) = (features.count, features.dimension)
        var sums = [Double](repeating: 0, count: size * size)
        var centered = [Double](repeating: 0, count: 4 * size)
        for first in stride(from: 0, to: count, by: 4) {
            for slot in 0..<4 {
                for index in 0..<size {
                    let isPoint = first + slot < count
                    centered[slot * size + index] =
                        isPoint ? Double(features.values[(first + slot) * size + index]) - mean[index] : 0
                }
            }
            addProducts(of: centered, to: &sums, size)
        }
        for row in 0..<size {
            for column in 0...row {
                let covariance = sums[row * size + column] / Double(count - 1)
                sums[row * size + column] = covariance
                sums[column * size + row] = covariance
            }
        }
        return sums
    }

    /// Adds the products of the numbers of four points to the sums on and below the diagonal.
    private static func addProducts(of centered: [Double], to sums: inout [Double], _ size: Int) {
        centered.withUnsafeBufferPointer { x in
            sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<size {
                    let (a, b, c, d) = (x[row], x[size + row], x[2 * size + row], x[3 * size + row])
                    if a == 0 && b == 0 && c == 0 && d == 0 { continue }
                    let start = row * size
                    for column in 0...row {
                        sums[start + column] +=
                            (a * x[column] + b * x[size + column])
                            + (c * x[2 * size + column] + d * x[3 * size + column])
                    }
                }
            }
        }
    }
}
