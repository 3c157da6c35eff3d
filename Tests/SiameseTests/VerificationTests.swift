import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain
import Testing

@testable import SiameseExperiment

@Suite("Figures of a verification")
struct VerificationTests {
    private let labels: [Int32] = [0, 0, 0, 1, 1, 1, 2, 2]

    private func result(_ curve: ROCCurve) throws -> VerificationResult {
        let embeddings = try FeatureSet([0, 1, 2, 10, 11, 12, 20, 21], dimension: 1)
        return try VerificationResult(
            embeddings, labels: labels, curve: curve, threshold: 2, ways: 2, random: RandomStream(seed: 1))
    }

    @Test("The size of a sample stands beside the figures, which are those of the whole set")
    func sample() throws {
        // One of two same and one of four different pairs are classified wrongly.
        let curve = try ROCCurve(
            distances: [1.0, 3, 2, 5, 6, 7], same: [true, true, false, false, false, false], totalSame: 183_160,
            totalDifferent: 185_674_400)
        let result = try result(curve)
        #expect(result.samePairs == 183_160 && result.differentPairs == 185_674_400)
        #expect(result.sampledSamePairs == 2 && result.sampledDifferentPairs == 4)
        #expect(result.pairsText == "6 pairs drawn from 185,857,560")
        #expect(result.balancedAccuracy == 0.625)
        let correct = 183_160.0 / 2 + 185_674_400.0 * 0.75
        #expect(result.accuracy == correct / 185_857_560.0)
        #expect(result.majorityFraction == 185_674_400.0 / 185_857_560)
        #expect(result.rows.contains { $0 == ("evaluated", "6 pairs drawn from 185,857,560") })
        let json = try JSON.line(result)
        #expect(json.contains("\"sampled_same_pairs\":2,"))
    }

    @Test("Without a sample, none is spoken of; the more frequent kind and chance are")
    func all() throws {
        let embeddings = try FeatureSet([0, 1, 2, 10, 11, 12, 20, 21], dimension: 1)
        let result = try result(ROCCurve(LabelledPairs(of: embeddings, labels: labels)))
        #expect(result.samePairs == 7 && result.differentPairs == 21 && result.sampledSamePairs == nil)
        #expect(result.pairsText == "all 28 pairs" && result.majorityFraction == 0.75)
        #expect(!result.rows.contains { $0.name == "evaluated" })
        #expect(result.rows.contains { $0 == ("more frequent kind of pair", "75.00 %") })
        #expect(result.rows.contains { $0 == ("2-way one-shot accuracy", "100.00 % (chance 50.00 %)") })
        #expect(try !JSON.line(result).contains("sampled"))
    }
}
