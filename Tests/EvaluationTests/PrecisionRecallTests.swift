import SwiftletEvaluation
import SwiftletTensor
import TestSupport
import Testing

@Suite("Precision and recall of generated points")
struct PrecisionRecallTests {
    private func judge(
        _ real: FeatureSet, _ generated: FeatureSet, k: Int = 3, threads: Int = 1
    ) throws -> PrecisionRecall {
        try PrecisionRecall(real: real, generated: generated, k: k, context: ComputeContext(threads: threads))
    }

    /// The cases where precision and recall are not those of SciPy's distances.
    private func mismatches(_ judge: (FeatureSet, FeatureSet) throws -> PrecisionRecall) throws -> [String] {
        try GoldenFile.cases("precision").filter { golden in
            let result = try judge(golden.features("real"), golden.features("generated"))
            let expected = (try golden.option("precision"), try golden.option("recall"))
            return (result.precision, result.recall) != expected
        }.map(\.name)
    }

    @Test("They are those of all distances")
    func goldens() throws {
        #expect(try mismatches { try judge($0, $1) } == [])
    }

    @Test("Balls that count their own centre as a neighbour, or exchanged sets, do not pass")
    func wrong() throws {
        #expect(try mismatches { try judge($0, $1, k: 2) }.count == 2)
        #expect(try !mismatches { try judge($1, $0) }.isEmpty)
    }

    @Test("Copies of the real points have both, one repeated point has precision alone, noise around has recall alone")
    func meaning() throws {
        let real = try normalPoints(60, 3, seed: 1)
        let copy = try judge(real, real)
        #expect(copy.precision == 1 && copy.recall == 1)
        let collapsed = try judge(real, copies(60, of: Array(real[7])))
        #expect(collapsed.precision == 1 && collapsed.recall == 1.0 / 60)
        let spread = try judge(
            normalPoints(200, 3, seed: 2, deviation: 0.3), normalPoints(200, 3, seed: 3, deviation: 20))
        #expect(spread.precision < 0.05 && spread.recall > 0.9)
        let apart = try judge(real, normalPoints(60, 3, seed: 4, mean: 100))
        #expect(apart.precision == 0 && apart.recall == 0)
    }

    @Test("The same at any number of threads")
    func determinism() throws {
        let (real, generated) = (try normalPoints(300, 10, seed: 1), try normalPoints(250, 10, seed: 2))
        let one = try judge(real, generated)
        for threads in [2, 3, 8] { #expect(try judge(real, generated, threads: threads) == one) }
    }

    @Test("What cannot be judged is refused")
    func refusals() throws {
        let (points, few) = (try normalPoints(10, 2, seed: 1), try normalPoints(3, 2, seed: 2))
        #expect(errorMismatch("10 real and 3 generated") { _ = try judge(points, few) } == nil)
        #expect(errorMismatch("by 0 neighbours") { _ = try judge(points, points, k: 0) } == nil)
        let other = try normalPoints(10, 3, seed: 1)
        #expect(errorMismatch("2 and of 3 numbers") { _ = try judge(points, other) } == nil)
    }
}
