import SwiftletEvaluation
import SwiftletTensor
import Testing

@Suite("One-shot recognition")
struct OneShotTests {
    private let random = RandomStream(seed: 5)
    private let labels: [Int32] = (0..<40).map { Int32($0 / 4) }

    @Test("Pictures beside those of their class are always found, pictures beside others never")
    func extremes() throws {
        let apart = try FeatureSet((0..<40).map { Float($0 / 4 * 100 + $0 % 4) }, dimension: 1)
        #expect(try OneShot.nWayAccuracy(apart, labels, ways: 10, random: random) == 1)
        // The two pictures of a class are opposite each other, and at a right angle to all others.
        let opposite = try FeatureSet(
            (0..<20).flatMap { row in
                (0..<10).map { $0 == row / 2 ? (row % 2 == 0 ? 1 : -1) : 0 }
            }, dimension: 10)
        let pairs = (0..<20).map { Int32($0 / 2) }
        #expect(try OneShot.nWayAccuracy(opposite, pairs, ways: 2, random: random) == 0)
    }

    @Test("An embedding that is the same for all is right by chance, exactly", arguments: [2, 5, 10])
    func collapsed(ways: Int) throws {
        let alike = try copies(40, of: [1, 2])
        let accuracy = try OneShot.nWayAccuracy(alike, labels, ways: ways, trials: 200, random: random)
        #expect(abs(accuracy - 1 / Double(ways)) < 1e-12)
    }

    @Test("Random embeddings are right about as often as chance", arguments: [2, 5])
    func chance(ways: Int) throws {
        let points = try normalPoints(400, 8, seed: 3)
        let accuracy = try OneShot.nWayAccuracy(
            points, (0..<400).map { Int32($0 / 4) }, ways: ways, trials: 4000, random: random)
        let chance = 1 / Double(ways)
        #expect(abs(accuracy - chance) < 4 * (chance * (1 - chance) / 4000).squareRoot())
    }

    @Test("A query is never its own candidate, and classes of one picture only stand beside")
    func singles() throws {
        // The two pictures of class 0 are far from each other; each of the others is nearer to both. A query that was
        // compared with itself, or a query from a class of one, would be found.
        let points = try FeatureSet([0, 1000, 500, 501, 502], dimension: 1)
        #expect(try OneShot.nWayAccuracy(points, [0, 0, 1, 2, 3], ways: 4, random: random) == 0)
    }

    @Test("The same stream draws the same trials")
    func repeatable() throws {
        let points = try normalPoints(40, 3, seed: 8)
        func accuracy(_ seed: UInt64) throws -> Double {
            try OneShot.nWayAccuracy(points, labels, ways: 3, random: RandomStream(seed: seed))
        }
        #expect(try accuracy(1) == accuracy(1))
        #expect(try accuracy(1) != accuracy(2))
    }

    @Test("Sets without trials are refused")
    func refusals() throws {
        let points = try normalPoints(4, 2, seed: 1)
        func refusal(_ labels: [Int32], ways: Int, trials: Int = 10, _ part: String) -> String? {
            errorMismatch(part) {
                _ = try OneShot.nWayAccuracy(points, labels, ways: ways, trials: trials, random: random)
            }
        }
        #expect(refusal([0, 0, 1, 1], ways: 3, "3-way recognition needs as many classes, got 2") == nil)
        #expect(refusal([0, 1, 2, 3], ways: 2, "at least 2 pictures") == nil)
        #expect(refusal([0, 0, 1, 1], ways: 1, "at least 2 ways, got 1") == nil)
        #expect(refusal([0, 0, 1, 1], ways: 2, trials: 0, "at least 1 trial, got 0") == nil)
        #expect(refusal([0, 0, 1], ways: 2, "3 labels do not fit 4 rows") == nil)
    }
}
