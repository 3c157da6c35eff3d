import Testing

@testable import SwiftletTrain

@Suite struct EarlyStoppingTests {
    /// Which of the values were the best so far, and whether training should stop after each; epochs count from 1.
    private func follow(_ watch: inout EarlyStopping, _ values: [Double]) -> (isBest: [Bool], stops: [Bool]) {
        var isBest: [Bool] = []
        var stops: [Bool] = []
        for (index, value) in values.enumerated() {
            isBest.append(watch.record(value, epoch: index + 1))
            stops.append(watch.shouldStop)
        }
        return (isBest, stops)
    }

    @Test func stopsWhenPatienceIsUsedUp() {
        var watch = EarlyStopping(patience: 2)
        let (isBest, stops) = follow(&watch, [0.5, 0.5, 0.6, 0.55, 0.6])
        #expect(isBest == [true, false, true, false, false])
        #expect(stops == [false, false, false, false, true])
        #expect(watch.best == 0.6 && watch.bestEpoch == 3)
    }

    @Test func watchesValuesThatShouldFall() {
        var watch = EarlyStopping(metric: "loss", mode: .min, patience: 1)
        let (isBest, stops) = follow(&watch, [2, 1, 1.5])
        #expect(isBest == [true, true, false])
        #expect(stops == [false, false, true])
    }

    @Test func neverTakesNaNForBetter() {
        var watch = EarlyStopping(patience: 3)
        #expect(follow(&watch, [.nan, 0.1, .nan]).isBest == [false, true, false])
        #expect(watch.bestEpoch == 2)
    }

    @Test func neverStopsWithoutPatience() {
        var watch = EarlyStopping(patience: nil)
        #expect(!follow(&watch, Array(repeating: 0, count: 100)).stops.contains(true))
        #expect(watch.bestEpoch == 1)
    }
}
