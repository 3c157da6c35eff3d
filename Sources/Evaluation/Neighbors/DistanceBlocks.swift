import SwiftletTensor

/// Squared distances between all points of two sets, block by block, each bounded from below.
///
/// The products of a block are one float32 matrix product, which is fast but loses digits where a distance is small beside the
/// points' lengths. So a block tells no distances, but a bound below each; the few that may matter are computed again in
/// Double, and results are then those of exact arithmetic on any kernel.
struct DistanceBlocks {
    /// The rows and columns of a block and its products.
    struct Block {
        let rows: Range<Int>
        let columns: Range<Int>
        fileprivate let products: UnsafeBufferPointer<Float>
        fileprivate let blocks: DistanceBlocks

        /// The least that the squared distance of a row and a column can be.
        @inline(__always)
        func lowerBound(_ row: Int, _ column: Int) -> Double {
            let product = products[(row - rows.lowerBound) * columns.count + column - columns.lowerBound]
            let squares = blocks.rowSide.squares[row] + blocks.columnSide.squares[column]
            let length = blocks.rowSide.lengths[row] + blocks.columnSide.lengths[column]
            let error = blocks.relativeError * length * length + blocks.smallestError
            return (squares - 2 * Double(product) - error) * blocks.squaredUnit
        }
    }

    /// One of the two sets around a common point in a common unit, in float32, with the lengths of what came out.
    private struct Side {
        let points: [Float]
        let squares: [Double]
        let lengths: [Double]

        init(_ features: FeatureSet, around center: [Double], unit: Double) {
            let size = features.dimension
            var points = features.values
            var squares = [Double](repeating: 0, count: features.count)
            points.withUnsafeMutableBufferPointer { points in
                for row in 0..<features.count {
                    for index in 0..<size {
                        let value = Float((Double(points[row * size + index]) - center[index]) / unit)
                        points[row * size + index] = value
                        squares[row] += Double(value) * Double(value)
                    }
                }
            }
            self.points = points
            self.squares = squares
            lengths = squares.map { $0.squareRoot() }
        }
    }

    private static let rowsOfBlock = 512
    private static let columnsOfBlock = 2048

    private let rowSide: Side
    private let columnSide: Side
    private let dimension: Int
    private let context: ComputeContext
    private let squaredUnit: Double
    private let relativeError: Double
    private let smallestError: Double

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
        // With u = 2^-24: rounding the centred points moves a squared distance by at most about 2 u (|x| + |y|)^2, and the
        // product of n terms, in whatever order, is off by at most about n u |x| |y| <= n u (|x| + |y|)^2 / 4, twice.
        relativeError = 1.01 * (Double(dimension) / 2 + 3) * 0x1p-24
        // Products below float32's normal range count as 0.
        smallestError = 4 * Double(dimension) * Double(Float.leastNormalMagnitude)
    }

    /// Calls `body` with every block: those of the same rows one after the other, columns ascending.
    func forEach(_ body: (Block) -> Void) {
        let rowCount = rowSide.squares.count
        let columnCount = columnSide.squares.count
        let columnBlocks = Self.ranges(columnCount, Self.columnsOfBlock).map { ($0, matrix(columnSide, $0)) }
        for rows in Self.ranges(rowCount, Self.rowsOfBlock) {
            let left = matrix(rowSide, rows)
            for (columns, right) in columnBlocks {
                left.matmul(right, transposingOther: true).withUnsafeElements {
                    body(Block(rows: rows, columns: columns, products: $0, blocks: self))
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
