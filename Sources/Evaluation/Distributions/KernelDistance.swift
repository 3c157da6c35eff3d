import SwiftletTensor

/// The kernel distance between two sets of features (Bińkowski et al. 2018): the square of the maximum mean discrepancy
/// (Gretton et al. 2012) under the polynomial kernel (x . y / dimension + 1)^3, without bias, so that it is around 0, and
/// below as often as above, for two samples of one distribution.
public struct KernelDistance: Equatable, Sendable {
    /// What each pair of subsets came to.
    public let subsets: [Double]
    /// Points in each subset.
    public let subsetSize: Int

    /// The mean over the subsets, which is the distance.
    public var mean: Double { subsets.reduce(0, +) / Double(subsets.count) }

    /// The sample standard deviation over the subsets, by the sum over their number - 1; nil for a single one.
    public var standardDeviation: Double? {
        guard subsets.count > 1 else { return nil }
        let mean = mean
        let squares = subsets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(subsets.count - 1)).squareRoot()
    }

    /// Estimates the distance on `subsets` subsets of each set, drawn without repetition within a subset; they have
    /// `subsetSize` points, or as many as the smaller set has. The products are float32, everything else is Double.
    ///
    /// Throws `EvaluationError` for different dimensions, fewer than two points, a size below 2, or no subsets.
    public init(
        _ first: FeatureSet, _ second: FeatureSet, subsets: Int = 100, subsetSize: Int = 1000, random: RandomStream,
        context: ComputeContext
    ) throws {
        try FeatureSet.requireSameDimension(first, second)
        guard subsets >= 1 else { throw EvaluationError("a kernel distance needs at least 1 subset, got \(subsets)") }
        let size = min(subsetSize, first.count, second.count)
        guard size >= 2 else {
            throw EvaluationError(
                """
                a kernel distance needs at least 2 points in each subset, got subsets of \(subsetSize) from sets of \
                \(first.count) and \(second.count)
                """)
        }
        self.subsetSize = size
        self.subsets = (0..<subsets).map { number in
            func draw(_ features: FeatureSet, _ name: String) -> Tensor {
                var stream = random.child(number).child(name)
                let subset = features.selecting(stream.distinct(size, below: features.count))
                return Tensor(subset.values, shape: [size, features.dimension], in: context)
            }
            return Self.squaredDiscrepancy(draw(first, "first"), draw(second, "second"))
        }
    }

    /// The unbiased estimate from two subsets of equal size (Gretton et al. 2012, lemma 6).
    private static func squaredDiscrepancy(_ x: Tensor, _ y: Tensor) -> Double {
        let size = Double(x.shape[0])
        let within = kernelSum(x, x, skipsDiagonal: true) + kernelSum(y, y, skipsDiagonal: true)
        return within / (size * (size - 1)) - 2 * kernelSum(x, y, skipsDiagonal: false) / (size * size)
    }

    private static func kernelSum(_ x: Tensor, _ y: Tensor, skipsDiagonal: Bool) -> Double {
        let (rows, columns, scale) = (x.shape[0], y.shape[0], 1 / Double(x.shape[1]))
        return x.matmul(y, transposingOther: true).withUnsafeElements { products in
            var total = 0.0
            for row in 0..<rows {
                // A sum of its own for each row keeps small rounding errors small.
                var sum = 0.0
                for column in 0..<columns where !(skipsDiagonal && row == column) {
                    let value = Double(products[row * columns + column]) * scale + 1
                    sum += value * value * value
                }
                total += sum
            }
            return total
        }
    }
}
