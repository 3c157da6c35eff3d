import Testing

@testable import SwiftletData

@Suite struct StatisticsTests {
    @Test func counts() throws {
        let classes = try LabelSet(labels: ["neg", "pos", "none"])
        let tokens = [["a", "b", "x"], ["a"], [], ["x", "x", "y", "a", "b"]]
        let statistics = SentenceStatistics(
            tokens: tokens, labels: [0, 2, 2, 0], classes: classes, knows: { "ab".contains($0) })
        #expect(statistics.count == 4)
        #expect(statistics.emptyCount == 1)
        #expect(statistics.classes.map(\.name) == ["neg", "none", "pos"])
        #expect(statistics.classes.map(\.count) == [2, 0, 2])
        #expect(statistics.meanLength == 2.25)
        #expect(statistics.medianLength == 1)
        #expect(statistics.length90 == 5)
        #expect(statistics.maximumLength == 5)
        #expect(statistics.distinctWords == 4 && statistics.runningWords == 9)
        #expect(statistics.unknownDistinctShare == 0.5)
        #expect(statistics.unknownRunningShare == 4.0 / 9)
    }

    @Test func percentilesByNearestRank() throws {
        let classes = try LabelSet(labels: ["0", "1"])
        let tokens = (1...200).map { [String](repeating: "w", count: $0) }
        let statistics = SentenceStatistics(
            tokens: tokens, labels: .init(repeating: 0, count: 200), classes: classes, knows: { _ in true })
        #expect([statistics.medianLength, statistics.length90, statistics.length99] == [100, 180, 198])
    }

    @Test func nothing() throws {
        let statistics = SentenceStatistics(
            tokens: [], labels: [], classes: try LabelSet(labels: ["0", "1"]), knows: { _ in false })
        #expect(statistics.count == 0 && statistics.meanLength == 0 && statistics.maximumLength == 0)
        #expect(statistics.unknownRunningShare == 0 && statistics.unknownDistinctShare == 0)
    }
}
