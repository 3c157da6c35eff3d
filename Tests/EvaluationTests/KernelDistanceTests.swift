import SwiftletEvaluation
import SwiftletTensor
import TestSupport
import Testing

@Suite("Kernel distance")
struct KernelDistanceTests {
    private let random = RandomStream(seed: 1)

    private func distance(
        _ first: FeatureSet, _ second: FeatureSet, subsets: Int = 1, subsetSize: Int = 1000, threads: Int = 1
    ) throws -> KernelDistance {
        try KernelDistance(
            first, second, subsets: subsets, subsetSize: subsetSize, random: random,
            context: ComputeContext(threads: threads))
    }

    /// The estimate with the pairs of a point with itself, which is too large.
    private func biased(_ first: FeatureSet, _ second: FeatureSet) -> Double {
        func mean(_ x: FeatureSet, _ y: FeatureSet) -> Double {
            var sum = 0.0
            for i in 0..<x.count {
                for j in 0..<y.count {
                    let product = zip(x[i], y[j]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                    let value = product / Double(x.dimension) + 1
                    sum += value * value * value
                }
            }
            return sum / Double(x.count * y.count)
        }
        return mean(first, first) + mean(second, second) - 2 * mean(first, second)
    }

    @Test("On whole sets it is the unbiased discrepancy", arguments: try GoldenFile.cases("kernel"))
    func goldens(_ golden: GoldenCase) throws {
        let (first, second) = (try golden.features("first"), try golden.features("second"))
        let expected = try golden.option("distance")
        let result = try distance(first, second)
        #expect(abs(result.mean - expected) < 1e-5)
        #expect(result.subsetSize == 40 && result.standardDeviation == nil)
        #expect(abs(biased(first, second) - expected) > 1e-3)
    }

    @Test("It is 0 on average for samples of one distribution, and below 0 about as often as above")
    func unbiased() throws {
        let (first, second) = (try normalPoints(2000, 4, seed: 1), try normalPoints(2000, 4, seed: 2))
        let same = try distance(first, second, subsets: 60, subsetSize: 30)
        let deviation = try #require(same.standardDeviation)
        #expect(abs(same.mean) < 4 * deviation / 60.0.squareRoot())
        #expect((10...50).contains(same.subsets.filter { $0 < 0 }.count))
        let shifted = try distance(first, normalPoints(2000, 4, seed: 2, mean: 0.5), subsets: 60, subsetSize: 30)
        #expect(shifted.mean > 10 * deviation / 60.0.squareRoot())
    }

    @Test("The same bits at any number of threads; the subsets follow from the stream")
    func determinism() throws {
        let (first, second) = (try normalPoints(300, 20, seed: 1), try normalPoints(200, 20, seed: 2))
        let one = try distance(first, second, subsets: 3, subsetSize: 150)
        for threads in [2, 3, 8] {
            #expect(try distance(first, second, subsets: 3, subsetSize: 150, threads: threads) == one)
        }
        #expect(Set(one.subsets).count == 3)
    }

    @Test("What cannot be compared is refused")
    func refusals() throws {
        let (three, two, one) = (
            try normalPoints(5, 3, seed: 1), try normalPoints(5, 2, seed: 1), try normalPoints(1, 3, seed: 1)
        )
        #expect(errorMismatch("3 and of 2 numbers") { _ = try distance(three, two) } == nil)
        #expect(errorMismatch("at least 2 points", "5 and 1") { _ = try distance(three, one) } == nil)
        #expect(errorMismatch("subsets of 1") { _ = try distance(three, three, subsetSize: 1) } == nil)
        #expect(errorMismatch("at least 1 subset, got 0") { _ = try distance(three, three, subsets: 0) } == nil)
    }
}
