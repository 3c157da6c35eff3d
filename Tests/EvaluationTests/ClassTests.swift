import SwiftletEvaluation
import Testing

@Suite("Shares of classes, and confusion")
struct ClassTests {
    @Test("Shares, and the factor from an equal share")
    func shares() throws {
        let shares = try ClassShares([0, 0, 0, 1, 2, 2, 0, 1], classes: 3)
        #expect(shares.counts == [4, 2, 2])
        #expect(shares.shares == [0.5, 0.25, 0.25])
        #expect(abs(shares.largestFactor - 1.5) < 1e-15)
        // 1/8 of the pictures where 1/3 is due: a factor of 8/3, more than the 7/8 * 3/2 of the others.
        #expect(abs(try ClassShares([0, 1, 1, 1, 2, 2, 2, 2], classes: 3).largestFactor - 8 / 3) < 1e-14)
        let missing = try ClassShares([0, 2], classes: 3)
        #expect(missing.missing == [1] && missing.largestFactor == .infinity)
    }

    @Test("Rows of the confusion are the true classes")
    func confusion() throws {
        let confusion = try ConfusionMatrix(labels: [0, 0, 1, 1, 1], judged: [0, 1, 1, 1, 0], classes: 3)
        #expect(confusion.counts == [[1, 1, 0], [1, 2, 0], [0, 0, 0]])
        #expect(confusion.accuracy == 0.6)
        #expect(confusion.recalls == [0.5, 2.0 / 3, nil])
        #expect(confusion.majorityFraction == 0.6 && confusion.classesWithoutExample == [2])
    }

    @Test("Labels that do not fit are refused")
    func refusals() {
        #expect(errorMismatch("none") { _ = try ClassShares([], classes: 3) } == nil)
        #expect(errorMismatch("label 1 is 3", "3 classes") { _ = try ClassShares([0, 3], classes: 3) } == nil)
        #expect(errorMismatch("label 0 is -1") { _ = try ClassShares([-1], classes: 3) } == nil)
        #expect(errorMismatch("1 for 2") { _ = try ConfusionMatrix(labels: [0, 1], judged: [0], classes: 2) } == nil)
        #expect(errorMismatch("is 2") { _ = try ConfusionMatrix(labels: [0], judged: [2], classes: 2) } == nil)
        #expect(errorMismatch("got none") { _ = try ConfusionMatrix(labels: [], judged: [], classes: 2) } == nil)
    }
}
