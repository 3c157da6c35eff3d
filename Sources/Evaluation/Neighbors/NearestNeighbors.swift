import SwiftletTensor

/// The k nearest points of one set to each point of another, by Euclidean distance; exact, at any number of threads.
public struct NearestNeighbors: Equatable, Sendable {
    /// A point of the searched set and its distance.
    public struct Neighbor: Equatable, Sendable {
        /// Its row.
        public let index: Int
        /// The distance, computed in Double.
        public let distance: Double

        /// A point by its row, and its distance.
        public init(index: Int, distance: Double) {
            self.index = index
            self.distance = distance
        }
    }

    /// For each query its neighbours, nearest first; of equally distant ones, those of lower index.
    public let neighbors: [[Neighbor]]

    /// The `count` nearest points of `searched` to each of `queries`, both as features or as pixels.
    ///
    /// Throws `EvaluationError` for different dimensions, or unless 1 <= count <= points.
    public init(
        of queries: FeatureSet, in searched: FeatureSet, count: Int = 1, context: ComputeContext
    ) throws {
        try FeatureSet.requireSameDimension(queries, searched)
        try self.init(queries, searched, count, among: searched.count, excludesSelf: false, context)
    }

    /// The `count` nearest other points of a set to each of its points.
    ///
    /// Throws `EvaluationError` unless 1 <= count < points.
    public init(within points: FeatureSet, count: Int, context: ComputeContext) throws {
        try self.init(points, points, count, among: points.count - 1, excludesSelf: true, context)
    }

    private init(
        _ queries: FeatureSet, _ searched: FeatureSet, _ count: Int, among available: Int, excludesSelf: Bool,
        _ context: ComputeContext
    ) throws {
        guard count >= 1 && count <= available else {
            throw EvaluationError("\(count) nearest neighbours were asked for among \(available) points")
        }
        var nearest = [NearestList](repeating: NearestList(capacity: count), count: queries.count)
        DistanceBlocks(rows: queries, columns: searched, context: context).forEach { block in
            for row in block.rows {
                var list = nearest[row]
                block.forEachColumn(of: row, within: list.limit) { column in
                    // Nothing is nearer than 0.
                    if list.limit > 0 && !(excludesSelf && row == column) {
                        list.offer(queries.squaredDistance(row, to: searched, column), column)
                    }
                    return list.limit
                }
                nearest[row] = list
            }
        }
        neighbors = nearest.map { list in
            list.entries.map { Neighbor(index: $0.index, distance: $0.squaredDistance.squareRoot()) }
        }
    }
}

/// The nearest points so far, in order.
private struct NearestList {
    let capacity: Int
    var entries: [(squaredDistance: Double, index: Int)] = []
    /// A point farther than this has no place in the list.
    var limit = Double.infinity

    init(capacity: Int) {
        self.capacity = capacity
        entries.reserveCapacity(capacity + 1)
    }

    /// Takes in a point, unless those that are there are nearer. Points come in ascending order of their index.
    mutating func offer(_ squaredDistance: Double, _ index: Int) {
        if entries.count == capacity && squaredDistance >= limit { return }
        let place = entries.firstIndex { $0.squaredDistance > squaredDistance } ?? entries.count
        entries.insert((squaredDistance, index), at: place)
        if entries.count > capacity { entries.removeLast() }
        if entries.count == capacity { limit = entries[capacity - 1].squaredDistance }
    }
}
