import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct SplitTests {
    /// Class sizes that divide evenly, unevenly, and smaller than the number of folds.
    static let sets: [[Int]] = [[50, 50], [5331, 5331], [97, 31, 3, 1], [7, 7, 7], [10], [2, 1]]

    func labels(_ sizes: [Int]) -> [Int32] {
        var labels = sizes.enumerated().flatMap { label, size in [Int32](repeating: Int32(label), count: size) }
        var random = XorShift(seed: 21)
        labels.shuffle(using: &random)
        return labels
    }

    @Test(arguments: sets, [2, 3, 10])
    func folds(sizes: [Int], count: Int) throws {
        let labels = labels(sizes)
        guard count <= labels.count else { return }
        let folds = try StratifiedSplit.folds(labels: labels, count: count, random: RandomStream(seed: 4))
        #expect(folds.count == count)
        #expect(folds.flatMap(\.test).sorted() == Array(labels.indices))
        for fold in folds {
            #expect((fold.training + fold.test).sorted() == Array(labels.indices))
            #expect(fold.training == fold.training.sorted() && fold.test == fold.test.sorted())
        }
        let fullness = folds.map(\.test.count)
        #expect(fullness.max()! - fullness.min()! <= 1)
        for label in sizes.indices {
            let counts = folds.map { $0.test.count { labels[$0] == Int32(label) } }
            #expect(counts.max()! - counts.min()! <= 1)
        }
    }

    @Test func seedsDecide() throws {
        let labels = labels([40, 60])
        let first = try StratifiedSplit.folds(labels: labels, count: 5, random: RandomStream(seed: 1))
        #expect(try StratifiedSplit.folds(labels: labels, count: 5, random: RandomStream(seed: 1)) == first)
        #expect(try StratifiedSplit.folds(labels: labels, count: 5, random: RandomStream(seed: 2)) != first)
    }

    @Test(arguments: [-1, 0, 1, 11])
    func impossibleFolds(count: Int) {
        expectDataError("\(count) folds of 10 examples") {
            try StratifiedSplit.folds(labels: labels([5, 5]), count: count, random: RandomStream(seed: 1))
        }
    }

    @Test(arguments: sets, [0.1, 0.25, 0.5, 0.9])
    func holdOut(sizes: [Int], share: Double) throws {
        let labels = labels(sizes)
        let subset = labels.indices.filter { $0 % 7 != 3 }
        let total = Int((share * Double(subset.count)).rounded())
        guard total > 0 else { return }
        guard
            let (kept, heldOut) = try? StratifiedSplit.holdOut(
                share: share, of: subset, labels: labels, random: RandomStream(seed: 4))
        else {
            // Only if every class is a single example is there nothing to set aside.
            #expect(Set(subset.map { labels[$0] }).count >= subset.count - 1)
            return
        }
        #expect((kept + heldOut).sorted() == subset)
        #expect(kept == kept.sorted() && heldOut == heldOut.sorted())
        #expect(heldOut.count <= total)
        if sizes.allSatisfy({ $0 >= 50 }) { #expect(heldOut.count == total) }
        for label in sizes.indices {
            let size = subset.count { labels[$0] == Int32(label) }
            let taken = heldOut.count { labels[$0] == Int32(label) }
            #expect(abs(Double(taken) - share * Double(size)) < 1)
            #expect(size == 0 || taken < size)
        }
    }

    @Test(arguments: [-0.5, 0, 1, 1.5, .nan])
    func impossibleShares(share: Double) {
        expectDataError("must lie between 0 and 1") {
            try StratifiedSplit.holdOut(
                share: share, of: [0, 1], labels: [0, 1], random: RandomStream(seed: 1))
        }
    }

    @Test func shareOfNothing() {
        expectDataError("sets none aside") {
            try StratifiedSplit.holdOut(
                share: 0.01, of: Array(0..<10), labels: labels([5, 5]), random: RandomStream(seed: 1))
        }
    }
}
