import SwiftletEvaluation
import SwiftletTensor
import TestSupport
import Testing

@Suite("Nearest neighbours")
struct NearestNeighborsTests {
    @Test("They are SciPy's")
    func golden() throws {
        let golden = try #require(try GoldenFile.cases("neighbours").first)
        let context = try ComputeContext(threads: 1)
        let found = try NearestNeighbors(
            of: golden.features("queries"), in: golden.features("searched"), count: 4, context: context)
        #expect(found.neighbors.joined().map { Double($0.index) } == (try golden.numbers("indices")))
        #expect(relativeError(found.neighbors.joined().map(\.distance), try golden.numbers("distances")) < 1e-14)
    }

    /// All distances in Double, sorted.
    private func bruteForce(
        _ queries: FeatureSet, _ searched: FeatureSet, _ count: Int
    ) -> [[NearestNeighbors.Neighbor]] {
        (0..<queries.count).map { row in
            let all = (0..<searched.count).map { (queries.squaredDistance(row, to: searched, $0), $0) }
            return all.sorted { $0 < $1 }.prefix(count).map { .init(index: $0.1, distance: $0.0.squareRoot()) }
        }
    }

    /// Sets that float32 distances would get wrong: far from 0, nearly equal, equal, huge and tiny.
    private func hardSets() throws -> [(name: String, points: FeatureSet)] {
        var random = RandomStream(seed: 4)
        let close = (0..<200).flatMap { row in
            (0..<7).map { _ in 1000 + Float(row % 5) + 1e-4 * Float(random.index(below: 40)) }
        }
        return [
            ("far from 0", try normalPoints(150, 7, seed: 1, mean: 3000, deviation: 0.1)),
            ("nearly equal", try FeatureSet(close, dimension: 7)),
            ("equal", try copies(60, of: [1, 2, 3])),
            ("huge", try normalPoints(50, 5, seed: 2, deviation: 1e25)),
            ("tiny", try normalPoints(50, 5, seed: 3, deviation: 1e-30)),
            ("two far groups", try FeatureSet((0..<80).map { Float($0 % 2) * 1e6 + Float($0) / 64 }, dimension: 1)),
        ]
    }

    @Test("They are exact where float32 is not, on every kernel", arguments: ["auto", "reference"])
    func exact(kernels: String) throws {
        let context = try ComputeContext(threads: 1, kernels: kernels)
        for (name, points) in try hardSets() {
            let queries = points.selecting(stride(from: 0, to: points.count, by: 3).map { $0 })
            let found = try NearestNeighbors(of: queries, in: points, count: 3, context: context).neighbors
            #expect(found == bruteForce(queries, points, 3), "\(name)")
            // Without a point itself, the first of k + 1 neighbours is missing, or another at distance 0 is.
            let within = try NearestNeighbors(within: points, count: 2, context: context).neighbors
            for row in 0..<points.count {
                let others = bruteForce(points.selecting([row]), points, points.count)[0].filter { $0.index != row }
                #expect(within[row] == Array(others.prefix(2)), "\(name), row \(row)")
            }
        }
    }

    @Test("Distances by float32 products alone would not pass")
    func wrongDistances() throws {
        let context = try ComputeContext(threads: 1)
        let wrong = try hardSets().filter { _, points in
            let matrix = Tensor(points.values, shape: [points.count, points.dimension], in: context)
            let products = matrix.matmul(matrix, transposingOther: true).elements
            let found = (0..<points.count).map { row in
                (0..<points.count).filter { $0 != row }.min { left, right in
                    func value(_ column: Int) -> Float {
                        products[column * points.count + column] - 2 * products[row * points.count + column]
                    }
                    return value(left) < value(right)
                }
            }
            let exact = try NearestNeighbors(within: points, count: 1, context: context).neighbors
            return zip(found, exact).contains { $0 != $1[0].index }
        }
        #expect(wrong.map(\.name).contains("far from 0"))
        #expect(wrong.map(\.name).contains("nearly equal"))
    }

    @Test("Sets of more than one block of rows and columns")
    func blocks() throws {
        let (queries, searched) = (try normalPoints(600, 2, seed: 5), try normalPoints(2100, 2, seed: 6))
        let found = try NearestNeighbors(of: queries, in: searched, context: ComputeContext(threads: 2)).neighbors
        for row in stride(from: 0, to: 600, by: 37) {
            #expect(found[row] == bruteForce(queries.selecting([row]), searched, 1)[0])
        }
    }

    @Test("What has no neighbours is refused")
    func refusals() throws {
        let context = try ComputeContext(threads: 1)
        let (points, other) = (try normalPoints(3, 2, seed: 1), try normalPoints(3, 4, seed: 1))
        func refusal(_ part: String, _ body: () throws -> NearestNeighbors) -> String? {
            errorMismatch(part) { _ = try body() }
        }
        #expect(refusal("2 and of 4 numbers") { try .init(of: points, in: other, context: context) } == nil)
        #expect(refusal("4 nearest") { try .init(of: points, in: points, count: 4, context: context) } == nil)
        #expect(refusal("among 2 points") { try .init(within: points, count: 3, context: context) } == nil)
        #expect(refusal("0 nearest") { try .init(within: points, count: 0, context: context) } == nil)
    }
}
