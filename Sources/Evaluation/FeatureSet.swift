import SwiftletTensor

/// Points of one space, such as the embeddings of pictures: `count` rows of `dimension` finite numbers.
public struct FeatureSet: Equatable, Sendable {
    /// The numbers, row by row.
    public let values: [Float]
    /// Number of points.
    public let count: Int
    /// Numbers in each of them.
    public let dimension: Int

    /// Points from their numbers, row by row.
    ///
    /// Throws `EvaluationError` if there are none, if the rows are not whole, or if a number is not finite.
    public init(_ values: [Float], dimension: Int) throws {
        guard dimension > 0, !values.isEmpty, values.count % dimension == 0 else {
            throw EvaluationError(
                "\(values.count) numbers are no rows of \(dimension), of which at least one is needed")
        }
        if let index = values.firstIndex(where: { !$0.isFinite }) {
            throw EvaluationError(
                "the feature \(index % dimension) of row \(index / dimension) is \(values[index]), not a finite number")
        }
        self.init(unchecked: values, dimension: dimension)
    }

    /// Points from the rows of a matrix [count, dimension]. Throws `EvaluationError` as the other initialiser does.
    public init(_ matrix: Tensor) throws {
        guard matrix.shape.rank == 2 else {
            throw EvaluationError("features are a matrix [count, dimension], got the shape \(matrix.shape)")
        }
        try self.init(matrix.elements, dimension: matrix.shape[1])
    }

    init(unchecked values: [Float], dimension: Int) {
        self.values = values
        self.dimension = dimension
        count = values.count / dimension
    }

    /// The numbers of one point.
    public subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }

    /// The points with these numbers, in this order. There must be at least one.
    public func selecting(_ rows: some Collection<Int>) -> FeatureSet {
        require(!rows.isEmpty, "a set of features needs at least one row")
        var selected: [Float] = []
        selected.reserveCapacity(rows.count * dimension)
        for row in rows { selected.append(contentsOf: self[row]) }
        return FeatureSet(unchecked: selected, dimension: dimension)
    }

    /// The square of the Euclidean distance between a point of this set and one of another set, summed in Double.
    public func squaredDistance(_ row: Int, to other: FeatureSet, _ otherRow: Int) -> Double {
        values.withUnsafeBufferPointer { first in
            other.values.withUnsafeBufferPointer { second in
                let (start, otherStart) = (row * dimension, otherRow * dimension)
                var sum = 0.0
                for index in 0..<dimension {
                    let difference = Double(first[start + index]) - Double(second[otherStart + index])
                    sum += difference * difference
                }
                return sum
            }
        }
    }

    /// Throws unless two sets are of the same dimension.
    static func requireSameDimension(_ first: FeatureSet, _ second: FeatureSet) throws {
        guard first.dimension == second.dimension else {
            throw EvaluationError(
                "features of \(first.dimension) and of \(second.dimension) numbers cannot be compared with each other")
        }
    }

    /// Throws unless there is a label for every point.
    func requireLabels(_ labels: [Int32]) throws {
        guard labels.count == count else {
            throw EvaluationError("\(labels.count) labels do not fit \(count) rows of features")
        }
    }
}
