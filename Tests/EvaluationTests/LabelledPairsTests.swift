import SwiftletEvaluation
import SwiftletTensor
import Testing

@Suite("Pairs of a large set")
struct LabelledPairsTests {
    /// Rows whose distances are all different, so that a distance names its pair.
    private let ruler: [Float] = [0, 1, 4, 9, 15, 22, 32, 34]
    private let labels: [Int32] = [5, 2, 5, 7, 5, 2, 5, 9]

    /// How often each pair is drawn over many seeds, by its distance.
    private func frequencies(
        _ draw: (_ seed: UInt64) throws -> [Double], seeds: Int
    ) rethrows -> [Double: Int] {
        try (0..<seeds).reduce(into: [:]) { counts, seed in
            for distance in try draw(UInt64(seed)) { counts[distance, default: 0] += 1 }
        }
    }

    /// The largest deviation of the frequencies from `share` of the seeds, in standard deviations of a fair draw.
    private func largestDeviation(_ counts: [Double: Int], of pairs: Set<Double>, share: Double, seeds: Int) -> Double {
        let deviation = (Double(seeds) * share * (1 - share)).squareRoot()
        return pairs.map { abs(Double(counts[$0] ?? 0) - Double(seeds) * share) / deviation }.max() ?? 0
    }

    private func pairs(maximum: Int, seed: UInt64) throws -> LabelledPairs {
        try LabelledPairs(
            of: FeatureSet(ruler, dimension: 1), labels: labels, maximum: maximum, random: RandomStream(seed: seed))
    }

    private func distances(same: Bool) throws -> Set<Double> {
        let all = try pairs(maximum: 28, seed: 1)
        #expect(all.distances.count == 28 && Set(all.distances).count == 28 && !all.isSample)
        return Set(zip(all.distances, all.same).filter { $0.1 == same }.map(\.0))
    }

    @Test("Every pair of a kind is drawn equally often, and none twice", arguments: [4, 9, 16, 24])
    func uniform(maximum: Int) throws {
        let seeds = 2000
        let (same, different) = (try distances(same: true), try distances(same: false))
        #expect(same.count == 7 && different.count == 21)
        let ofSame = min(7, max(maximum / 2, maximum - 21))
        for kind in [true, false] {
            let expected = kind ? same : different
            let count = kind ? ofSame : maximum - ofSame
            let counts = try frequencies(
                { seed in
                    let drawn = try pairs(maximum: maximum, seed: seed)
                    #expect(drawn.totalSame == 7 && drawn.totalDifferent == 21 && drawn.isSample)
                    let chosen = zip(drawn.distances, drawn.same).filter { $0.1 == kind }.map(\.0)
                    #expect(chosen.count == count && Set(chosen).count == count)
                    return chosen
                }, seeds: seeds)
            #expect(Set(counts.keys).isSubset(of: expected))
            let share = Double(count) / Double(expected.count)
            if share == 1 {
                #expect(counts.values.allSatisfy { $0 == seeds })
            } else {
                #expect(largestDeviation(counts, of: expected, share: share, seeds: seeds) < 4)
            }
        }
    }

    @Test("A draw that favors the pairs of people with few images is noticed")
    func biased() throws {
        let seeds = 2000
        let different = try distances(same: false)
        let counts = frequencies(
            { seed in
                // Two classes first, then a row of each, as pairs are drawn for training.
                var random = RandomStream(seed: seed)
                let classes = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted { $0.key < $1.key }
                let chosen = random.permutation(classes.count).prefix(2).map { classes[$0].value }
                let rows = chosen.map { $0[random.index(below: $0.count)] }
                return [Double(abs(ruler[rows[0]] - ruler[rows[1]]))]
            }, seeds: seeds)
        #expect(largestDeviation(counts, of: different, share: 1 / 21, seeds: seeds) > 8)
    }

    @Test("A sample gives the figures of all pairs, but for its error; both kinds keep their weight")
    func estimates() throws {
        var random = RandomStream(seed: 3)
        let labels = (0..<600).map { _ in Int32(random.index(below: 40)) }
        let centers = try normalPoints(40, 4, seed: 1)
        let noise = try normalPoints(600, 4, seed: 2, deviation: 0.7)
        let points = try FeatureSet(
            labels.indices.flatMap { row in zip(centers[Int(labels[row])], noise[row]).map { $0 + $1 } }, dimension: 4)
        let all = try ROCCurve(LabelledPairs(of: points, labels: labels))
        #expect(all.sameCount + all.differentCount == 179_700)
        let pairs = try LabelledPairs(of: points, labels: labels, maximum: 12_000, random: random)
        #expect(pairs.distances.count == 12_000)
        let sample = try ROCCurve(pairs)
        #expect(sample.sameCount == all.sameCount && sample.differentCount == 12_000 - all.sameCount)
        #expect(sample.totalDifferent == all.differentCount && sample.majorityFraction == all.majorityFraction)
        #expect(all.majorityFraction == Double(all.differentCount) / 179_700)
        // The standard error of a rate over some 7500 pairs is at most 0.006.
        #expect(abs(sample.auc - all.auc) < 0.012)
        #expect(abs(sample.equalErrorRate - all.equalErrorRate) < 0.02)
        #expect(abs(sample.accuracy(at: sample.bestThreshold) - all.accuracy(at: all.bestThreshold)) < 0.005)
        let threshold = all.bestBalancedThreshold
        let accuracy = all.accuracy(at: threshold)
        #expect(abs(sample.accuracy(at: threshold) - accuracy) < 0.02)
        // Without weights, pairs of the same class would count twenty times as much as they are.
        let point = sample.point(at: threshold)
        let unweighted = Double(point.truePositives + sample.differentCount - point.falsePositives) / 12_000
        #expect(abs(unweighted - accuracy) > 0.025)
    }

    @Test("Distances are those of single pairs bit for bit, and the same seed draws the same sample")
    func exact() throws {
        let points = try normalPoints(30, 13, seed: 4)
        let labels = (0..<30).map { Int32($0 % 7) }
        for maximum in [10, 431, 1000] {
            let pairs = try LabelledPairs(of: points, labels: labels, maximum: maximum)
            #expect(try LabelledPairs(of: points, labels: labels, maximum: maximum).distances == pairs.distances)
            let all = Set(
                (0..<30).flatMap { first in
                    (0..<first).map { points.squaredDistance(first, to: points, $0).squareRoot() }
                })
            #expect(pairs.distances.count == min(maximum, 435))
            #expect(Set(pairs.distances).isSubset(of: all) && Set(pairs.distances).count == pairs.distances.count)
        }
    }

    @Test("A sample of numbers: ascending, different, below the bound, whatever the bound")
    func numbers() {
        var random = RandomStream(seed: 1)
        for (count, bound) in [(0, 0), (0, 5), (5, 5), (9, 5), (3, 5), (1, 1), (100, 150), (1000, 1 << 50)] {
            let drawn = random.sample(count, below: bound)
            #expect(drawn.count == min(count, bound))
            #expect(zip(drawn, drawn.dropFirst()).allSatisfy(<))
            #expect(drawn.allSatisfy { (0..<bound).contains($0) })
        }
        let spread = random.sample(1000, below: 1 << 50).map { Double($0) / 0x1p50 }
        let mean = spread.reduce(0, +) / 1000
        // The standard deviation of a uniform number is 0.289, that of the mean of 1000 is 0.0091.
        #expect(abs(mean - 0.5) < 0.037)
    }
}
