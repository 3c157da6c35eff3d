import SwiftletTensor

/// Squared distances between all points of two sets, block by block, each bounded from below.
///
/// The products of a block are one float32 matrix product, which is fast but loses digits where a distance is small beside the
/// points' lengths. So a block tells no distances, but which of them may be small; these few are computed again in Double, and
/// results are then those of exact arithmetic on any kernel.
struct DistanceBlocks {
    /// The rows and columns of a block and its products.
    struct Block {
        let rows: Range<Int>
        let columns: Range<Int>
        fileprivate let products: UnsafeBufferPointer<Float>
        fileprivate let rowTerms: UnsafeBufferPointer<Double>
        fileprivate let columnTerms: UnsafeBufferPointer<Double>
        fileprivate let squaredUnit: Double

        /// Calls `body` with the columns of a row whose squared distance may be `limit` or less, in ascending order: all of
        /// those that are, and rarely one that is not. `body` returns the limit from there on.
        @inline(__always)
        func forEachColumn(of row: Int, within limit: Double, _ body: (_ column: Int) -> Double) {
            let products = UnsafeBufferPointer(
                rebasing: products[
                    (row - rows.lowerBound) * columns.count..<(row - rows.lowerBound + 1) * columns.count])
            let terms = UnsafeBufferPointer(rebasing: columnTerms[columns])
            let rowTerm = rowTerms[row]
            var rest = limit / squaredUnit - rowTerm
            for index in 0..<columns.count where terms[index] - 2 * Double(products[index]) <= rest {
                rest = body(columns.lowerBound + index) / squaredUnit - rowTerm
            }
        }
    }

    /// One of the two sets around a common point in a common unit, in float32.
    private struct Side {
        let points: [Float]
        /// Squared lengths less the share of a point in the error bound.
        let terms: [Double]

        init(_ features: FeatureSet, around center: [Double], unit: Double) {
            let size = features.dimension
            var points = features.values
            var terms = [Double](repeating: 0, count: features.count)
            // With u = 2^-24: the product of n terms, in whatever order, is off by at most about n u |x| |y|, twice, and
            // rounding the centred points moves a squared distance by at most about 2 u (|x| + |y|)^2. Both are within
            // (n + 4) u (|x|^2 + |y|^2). Products below float32's normal range count as 0.
            let relativeError = 1.01 * Double(size + 4) * 0x1p-24
            let smallestError = 2 * Double(size) * Double(Float.leastNormalMagnitude)
            points.withUnsafeMutableBufferPointer { points in
                for row in 0..<features.count {
                    var square = 0.0
                    for index in 0..<size {
                        let value = Float((Double(points[row * size + index]) - center[index]) / unit)
                        points[row * size + index] = value
                        square += Double(value) * Double(value)
                    }
                    terms[row] = square * (1 - relativeError) - smallestError
                }
            }
            self.points = points
            self.terms = terms
        }
    }

    private static let rowsOfBlock = 512
    private static let columnsOfBlock = 2048

    private let rowSide: Side
    private let columnSide: Side
    private let dimension: Int
    private let context: ComputeContext
    private let squaredUnit: Double

    /// Distances from the points of one set (rows) to those of another (columns) of the same dimension.
    init(rows: FeatureSet, columns: FeatureSet, context: ComputeContext) {
        // Around their mean the points are short, which keeps the bound small.
        let center = GaussianMoments.mean(of: columns)
        // In this unit numbers are below 1, so that no product overflows; a power of two rounds nothing.
        let largest = max(Self.largest(rows, center), Self.largest(columns, center))
        let unit = largest > 0 ? largest.binade * 2 : 1
        rowSide = Side(rows, around: center, unit: unit)
        columnSide = Side(columns, around: center, unit: unit)
        squaredUnit = unit * unit
        dimension = rows.dimension
        self.context = context
    }

    /// Calls `body` with every block: those of the same rows one after the other, columns ascending.
    func forEach(_ body: (Block) -> Void) {
        let columnBlocks = Self.ranges(columnSide.terms.count, Self.columnsOfBlock).map { ($0, matrix(columnSide, $0)) }
        rowSide.terms.withUnsafeBufferPointer { rowTerms in
            columnSide.terms.withUnsafeBufferPointer { columnTerms in
                for rows in Self.ranges(rowTerms.count, Self.rowsOfBlock) {
                    let left = matrix(rowSide, rows)
                    for (columns, right) in columnBlocks {
                        left.matmul(right, transposingOther: true).withUnsafeElements { products in
                            body(
                                Block(
                                    rows: rows, columns: columns, products: products, rowTerms: rowTerms,
                                    columnTerms: columnTerms, squaredUnit: squaredUnit))
                        }
                    }
                }
            }
        }
    }

    private static func largest(_ features: FeatureSet, _ center: [Double]) -> Double {
        var largest = 0.0
        for row in 0..<features.count {
            for (value, middle) in zip(features[row], center) { largest = max(largest, abs(Double(value) - middle)) }
        }
        return largest
    }

    private func matrix(_ side: Side, _ rows: Range<Int>) -> Tensor {
        Tensor(
            side.points[rows.lowerBound * dimension..<rows.upperBound * dimension], shape: [rows.count, dimension],
            in: context)
    }

    private static func ranges(_ count: Int, _ size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }
}
