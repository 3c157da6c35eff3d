import SwiftletEvaluation
import SwiftletTensor
import TestSupport
import Testing

@Suite("ROC curves")
struct ROCCurveTests {
    @Test("Curve, area and equal error rate are those of scikit-learn", arguments: try GoldenFile.cases("roc"))
    func goldens(_ golden: GoldenCase) throws {
        let same = try golden.numbers("same").map { $0 == 1 }
        let curve = try ROCCurve(distances: golden.numbers("distances"), same: same)
        #expect(curve.points.map(\.falsePositiveRate) == (try golden.numbers("false_positive_rates")))
        #expect(curve.points.map(\.truePositiveRate) == (try golden.numbers("true_positive_rates")))
        #expect(abs(curve.auc - (try golden.option("auc"))) < 1e-15)
        #expect(abs(curve.equalErrorRate - (try golden.option("equal_error_rate"))) < 1e-12)
    }

    /// U over its largest value, by its definition: over all pairs of pairs.
    private func mannWhitney(_ distances: [Double], _ same: [Bool]) -> Double {
        var doubled = 0
        for (near, isSame) in zip(distances, same) where isSame {
            for (far, isOtherSame) in zip(distances, same) where !isOtherSame {
                doubled += near < far ? 2 : near == far ? 1 : 0
            }
        }
        let positives = same.filter { $0 }.count
        return Double(doubled) / Double(2 * positives * (same.count - positives))
    }

    /// Where an area differs from the Mann-Whitney statistic on lists of few distinct distances.
    private func areaMismatches(_ area: ([Double], [Bool]) throws -> Double) throws -> [Int] {
        try (0..<30).filter { seed in
            var random = RandomStream(seed: UInt64(seed))
            let same = (0..<25).map { $0 < 2 || ($0 > 3 && random.index(below: 2) == 0) }
            let distances = same.map { Double(random.index(below: 6) + ($0 ? 0 : 1)) }
            return try area(distances, same) != mannWhitney(distances, same)
        }
    }

    @Test("The area is the Mann-Whitney statistic exactly, ties included")
    func area() throws {
        #expect(try areaMismatches { try ROCCurve(distances: $0, same: $1).auc } == [])
    }

    @Test("Areas that treat ties as order, or that count far pairs as near, do not pass")
    func wrongAreas() throws {
        let tiesAsOrder = try areaMismatches { distances, same in
            let order = distances.indices.sorted {
                (distances[$0], same[$0] ? 0 : 1) < (distances[$1], same[$1] ? 0 : 1)
            }
            return try ROCCurve(distances: order.indices.map(Double.init), same: order.map { same[$0] }).auc
        }
        #expect(tiesAsOrder.count > 20)
        let reversed = try areaMismatches { try ROCCurve(distances: $0.map { -$0 }, same: $1).auc }
        #expect(reversed.count > 20)
    }

    @Test("A perfect distance, a useless one and a perverse one")
    func extremes() throws {
        let same = [true, true, false, false, false]
        let perfect = try ROCCurve(distances: [0.1, 0.2, 0.5, 0.6, 0.7], same: same)
        #expect(perfect.auc == 1)
        #expect(perfect.equalErrorRate == 0)
        #expect(perfect.bestThreshold == 0.35)
        #expect(perfect.accuracy(at: 0.35) == 1)
        let useless = try ROCCurve(distances: [Float](repeating: 1, count: 5), same: same)
        #expect(useless.auc == 0.5)
        #expect(useless.equalErrorRate == 0.5)
        #expect(useless.points.count == 2)
        #expect(useless.accuracy(at: useless.bestThreshold) == 0.6)
        #expect(useless.bestThreshold < 1)
        let perverse = try ROCCurve(distances: [9, 8, 1, 2, 3].map { Double($0) }, same: same)
        #expect(perverse.auc == 0)
        #expect(perverse.equalErrorRate == 1)
    }

    @Test("The equal error rate lies between two points where no point has equal rates")
    func interpolation() throws {
        // Points (0, 0), (0, 1/2), (1/3, 1/2), (1/3, 1), ...: on the upright line at 1/3, rejections fall from 1/2 to 0.
        let curve = try ROCCurve(
            distances: [1, 2, 3, 4, 5].map { Double($0) }, same: [true, false, true, false, false])
        #expect(abs(curve.equalErrorRate - 1 / 3) < 1e-15)
    }

    @Test("No threshold is better than the best one, and accuracies are shares of pairs")
    func thresholds() throws {
        for seed in 0..<20 {
            var random = RandomStream(seed: UInt64(seed))
            let same = (0..<30).map { $0 == 0 || ($0 > 1 && random.index(below: 3) == 0) }
            let distances = same.map { Double(random.index(below: 12)) / 4 + ($0 ? 0 : 0.5) }
            let curve = try ROCCurve(distances: distances, same: same)
            func shares(_ threshold: Double) -> (all: Double, balanced: Double) {
                func share(_ kind: Bool) -> (right: Int, count: Int) {
                    let pairs = zip(distances, same).filter { $0.1 == kind }
                    return (pairs.filter { ($0.0 <= threshold) == kind }.count, pairs.count)
                }
                let (near, far) = (share(true), share(false))
                return (
                    Double(near.right + far.right) / 30,
                    (Double(near.right) / Double(near.count) + Double(far.right) / Double(far.count)) / 2
                )
            }
            let candidates = stride(from: -0.1, through: 4, by: 0.05).map { $0 }
            #expect(shares(curve.bestThreshold).all == candidates.map { shares($0).all }.max())
            #expect(curve.accuracy(at: curve.bestThreshold) == shares(curve.bestThreshold).all)
            let balanced = candidates.map { shares($0).balanced }.max() ?? 0
            #expect(abs(shares(curve.bestBalancedThreshold).balanced - balanced) < 1e-14)
            #expect(abs(curve.balancedAccuracy(at: 1.1) - shares(1.1).balanced) < 1e-14)
            let rate = zip(distances, same).filter { !$0.1 && $0.0 <= 1.25 }.count
            #expect(curve.point(at: 1.25).falsePositives == rate)
        }
    }

    @Test("Between neighbouring numbers, and far out, a threshold still tells the two apart")
    func closeDistances() throws {
        for low in [1.0, 0, Double.greatestFiniteMagnitude.nextDown] {
            let curve = try ROCCurve(distances: [low, low.nextUp], same: [true, false])
            #expect(curve.accuracy(at: curve.bestThreshold) == 1)
        }
    }

    @Test("Lists without a curve are refused")
    func refusals() {
        let none: [Double] = []
        #expect(errorMismatch("0 and 2") { _ = try ROCCurve(distances: [1.0, 2], same: [false, false]) } == nil)
        #expect(errorMismatch("2 and 0") { _ = try ROCCurve(distances: [1.0, 2], same: [true, true]) } == nil)
        #expect(errorMismatch("0 and 0") { _ = try ROCCurve(distances: none, same: []) } == nil)
        #expect(
            errorMismatch("1 distances", "2 pairs") { _ = try ROCCurve(distances: [1.0], same: [true, false]) } == nil)
        #expect(errorMismatch("pair 1") { _ = try ROCCurve(distances: [1, Float.nan], same: [true, false]) } == nil)
    }

    @Test("Pairs of embeddings: all of them once, with their Euclidean distance")
    func pairs() throws {
        let embeddings = try FeatureSet([0, 0, 3, 4, 0, 1], dimension: 2)
        let pairs = try LabelledPairs(of: embeddings, labels: [7, 8, 7])
        #expect(pairs.distances == [5, 1, 18.0.squareRoot()])
        #expect(pairs.same == [false, true, false])
        #expect(try ROCCurve(pairs).auc == 1)
        #expect(errorMismatch("2 labels", "3 rows") { _ = try LabelledPairs(of: embeddings, labels: [1, 2]) } == nil)
    }
}
