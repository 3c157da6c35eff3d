import SwiftletEvaluation
import TestSupport
import Testing

@Suite("Fréchet distance")
struct FrechetDistanceTests {
    /// Where a distance between sets of features differs from what SciPy computed.
    private func mismatches(_ distance: (FeatureSet, FeatureSet) throws -> Double) throws -> [String] {
        try GoldenFile.cases("frechet").filter { golden in
            let (first, second) = (try golden.features("first"), try golden.features("second"))
            return relativeError([try distance(first, second)], [try golden.option("distance")]) > 1e-7
        }.map(\.name)
    }

    @Test("It is SciPy's, for singular covariances too")
    func goldens() throws {
        #expect(try mismatches(frechetDistance) == [])
        #expect(try mismatches { try frechetDistance($1, $0) } == [])
    }

    @Test("Distances by biased covariances, without the covariances, or of commuting ones only do not pass")
    func wrongDistances() throws {
        func moments(_ features: FeatureSet, scale: (Int) -> Double) throws -> GaussianMoments {
            let exact = try GaussianMoments(of: features)
            let factor = scale(features.count)
            return try GaussianMoments(mean: exact.mean, covariance: exact.covariance.map { $0 * factor })
        }
        let biased = try mismatches { first, second in
            let scale = { (count: Int) in Double(count - 1) / Double(count) }
            return try moments(first, scale: scale).frechetDistance(to: moments(second, scale: scale))
        }
        let meansOnly = try mismatches { first, second in
            try moments(first) { _ in 0 }.frechetDistance(to: moments(second) { _ in 0 })
        }
        // The sum over sorted eigenvalues is right only where both covariances have the same eigenvectors.
        let commuting = try mismatches { first, second in
            let (a, b) = (try GaussianMoments(of: first), try GaussianMoments(of: second))
            func roots(_ moments: GaussianMoments) throws -> [Double] {
                try SymmetricEigen.values(of: moments.covariance, size: moments.dimension)
                    .map { max($0, 0).squareRoot() }
            }
            let shift = zip(a.mean, b.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return try shift + zip(roots(a), roots(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        for wrong in [biased, meansOnly, commuting] { #expect(wrong.count == 4) }
    }

    @Test("Closed forms: a shift, a scale, and two covariances that do not commute")
    func closedForms() throws {
        func normal(_ mean: [Double], _ covariance: [Double]) throws -> GaussianMoments {
            try GaussianMoments(mean: mean, covariance: covariance)
        }
        let unit = try normal([0, 0], [1, 0, 0, 1])
        #expect(abs(try unit.frechetDistance(to: normal([3, 4], [1, 0, 0, 1])) - 25) < 1e-12)
        // Commuting: the sum of (sigma1 - sigma2)^2 along the common axes.
        #expect(abs(try unit.frechetDistance(to: normal([0, 0], [4, 0, 0, 9])) - 5) < 1e-12)
        #expect(abs(try unit.frechetDistance(to: normal([0, 0], [0, 0, 0, 0])) - 2) < 1e-12)
        // Not commuting, of size 2: trace(root) = sqrt(trace(C1 C2) + 2 sqrt(det C1 det C2)).
        let (first, second) = (try normal([0, 0], [2, 1, 1, 3]), try normal([0, 0], [5, -2, -2, 1]))
        let (traceOfProduct, productOfDeterminants) = (9.0, 5.0)
        let root = (traceOfProduct + 2 * productOfDeterminants.squareRoot()).squareRoot()
        let expected = 11 - 2 * root
        #expect(abs(try first.frechetDistance(to: second) - expected) < 1e-12)
    }

    @Test("A set is at distance 0 from itself, with constant features and fewer points than dimensions")
    func itself() throws {
        let sets = [
            try normalPoints(30, 6, seed: 1), try normalPoints(4, 9, seed: 2), try copies(3, of: [1, 2, 3]),
            try normalPoints(50, 4, seed: 3, mean: 1000),
        ]
        for points in sets {
            let distance = try frechetDistance(points, points)
            #expect(distance >= 0 && distance < 1e-6)
        }
        #expect(try frechetDistance(copies(3, of: [1, 2, 3]), copies(2, of: [1, 2, 5])) == 4)
    }

    @Test("What cannot be compared is refused")
    func refusals() throws {
        let (three, two, one) = (
            try normalPoints(5, 3, seed: 1), try normalPoints(5, 2, seed: 1), try normalPoints(1, 3, seed: 1)
        )
        #expect(errorMismatch("3 and of 2 numbers") { _ = try frechetDistance(three, two) } == nil)
        #expect(errorMismatch("at least 2 points, got 1") { _ = try frechetDistance(three, one) } == nil)
        #expect(errorMismatch("does not fit") { _ = try GaussianMoments(mean: [0], covariance: [1, 2]) } == nil)
        #expect(errorMismatch("differs") { _ = try GaussianMoments(mean: [0, 0], covariance: [1, 2, 3, 1]) } == nil)
        #expect(errorMismatch("finite") { _ = try GaussianMoments(mean: [.nan], covariance: [1]) } == nil)
    }
}
