import SwiftletEvaluation
import TestSupport
import Testing

@Suite("Principal components")
struct PrincipalComponentsTests {
    @Test("They are scikit-learn's, for many points and for few", arguments: try GoldenFile.cases("principal"))
    func goldens(_ golden: GoldenCase) throws {
        let points = try golden.features("points")
        let analysis = try PrincipalComponents(points, components: 3)
        #expect(relativeError(analysis.mean, try golden.numbers("mean")) < 1e-14)
        #expect(relativeError(analysis.components.flatMap { $0 }, try golden.numbers("components")) < 1e-12)
        #expect(relativeError(analysis.explainedVariance, try golden.numbers("variances")) < 1e-13)
        #expect(relativeError(analysis.explainedVarianceShare, try golden.numbers("shares")) < 1e-13)
        let projection = try analysis.project(points)
        #expect(projection.dimension == 3 && projection.count == points.count)
        #expect(relativeError(projection.values.map(Double.init), try golden.numbers("projection")) < 1e-7)
    }

    @Test("Points on a line have one direction; the next ones have no variance")
    func line() throws {
        let points = try FeatureSet((0..<10).flatMap { [Float(3 * $0), Float(4 * $0), 0] }, dimension: 3)
        let analysis = try PrincipalComponents(points, components: 3)
        #expect(relativeError(analysis.components[0], [0.6, 0.8, 0]) < 1e-14)
        #expect(relativeError(analysis.explainedVarianceShare, [1, 0, 0]) < 1e-14)
        let same = try PrincipalComponents(copies(5, of: [1, 2]), components: 2)
        #expect(same.explainedVarianceShare == [0, 0])
    }

    @Test("More components than there can be, and points of another space, are refused")
    func refusals() throws {
        let (points, few) = (try normalPoints(10, 3, seed: 1), try normalPoints(4, 9, seed: 2))
        #expect(errorMismatch("no 4 principal") { _ = try PrincipalComponents(points, components: 4) } == nil)
        #expect(errorMismatch("no 0 principal") { _ = try PrincipalComponents(points, components: 0) } == nil)
        #expect(errorMismatch("span 3 directions") { _ = try PrincipalComponents(few, components: 4) } == nil)
        let flat = try FeatureSet([1, 0, 0, 0, 3, 0, 0, 0, 7, 0, 0, 0], dimension: 4)
        #expect(errorMismatch("span 1 direction") { _ = try PrincipalComponents(flat, components: 2) } == nil)
        let one = try normalPoints(1, 3, seed: 1)
        #expect(errorMismatch("at least 2 points") { _ = try PrincipalComponents(one, components: 1) } == nil)
        let analysis = try PrincipalComponents(points, components: 2)
        #expect(errorMismatch("points of 3 numbers, got 9") { _ = try analysis.project(few) } == nil)
    }
}
