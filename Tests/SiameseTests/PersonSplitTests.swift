import SwiftletTensor
import SwiftletTrain
import Testing

@testable import SiameseExperiment

@Suite("The split is by person")
struct PersonSplitTests {
    private let names = (1...13).map { "s\($0)" }

    private func rounds(
        _ change: (inout PreparationConfiguration) -> Void, seed: UInt64 = 1, single: Set<Int> = [], count: Int = 13,
        names: [String]? = nil
    ) throws -> [PersonSplit] {
        var configuration = PreparationConfiguration()
        change(&configuration)
        let people = PersonSplit.People(
            names: names ?? Array(self.names.prefix(count)), areRepeated: (0..<count).map { !single.contains($0) },
            source: "faces")
        return try PersonSplit.rounds(
            configuration, of: people, random: RandomStream(seed: seed))
    }

    @Test("Folds test on everybody once, in sizes that differ by at most one, and train on all others")
    func folds() throws {
        for count in [2, 3, 5, 6] {
            let folds = try rounds { $0.folds = count }
            #expect(folds.count == count)
            #expect(folds.flatMap(\.test).sorted() == Array(0..<13))
            for fold in folds {
                #expect((fold.training + fold.test).sorted() == Array(0..<13))
                #expect([13 / count, 13 / count + 1].contains(fold.test.count))
            }
        }
        #expect(try rounds { $0.folds = 3 } == rounds { $0.folds = 3 })
        #expect(try rounds({ $0.folds = 3 }, seed: 2) != rounds { $0.folds = 3 })
    }

    @Test("One round tests on a share of the people, or on those that are named")
    func single() throws {
        let drawn = try rounds { $0.testShare = 0.3 }
        #expect(drawn.count == 1 && drawn[0].test.count == 4 && drawn[0].training.count == 9)
        #expect(Set(drawn[0].test).isDisjoint(with: drawn[0].training))
        #expect(try rounds({ $0.testShare = 0.3 }, seed: 2) != drawn)
        let named = try rounds { $0.testPeople = ["s13", "s2"] }
        #expect(named[0].test == [1, 12] && named[0].training.count == 11)
    }

    @Test("A name means the person of the same bytes, else the one whom Unicode calls equal")
    func equivalentNames() throws {
        let people = ["caf\u{e9}", "a", "cafe\u{301}", "b", "u\u{308}"]
        #expect(try parseNames("caf\u{e9},cafe\u{301}").count == 2)
        for (wanted, test) in [
            ([people[0], "\u{fc}"], [0, 4]), ([people[2], "b"], [2, 3]), ([people[2], people[0]], [0, 2]),
        ] {
            #expect(try rounds({ $0.testPeople = wanted }, count: 5, names: people)[0].test == test)
        }
    }

    @Test("Each set has somebody with two images, wherever chance puts the others")
    func singleImages() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            for single in [Set(0...10), Set(2...12), Set(1...11), [5]] {
                func isGood(_ people: [Int]) -> Bool { people.count >= 2 && people.contains { !single.contains($0) } }
                let drawn = try rounds({ $0.testShare = 0.2 }, seed: seed, single: single)[0]
                #expect(isGood(drawn.training) && isGood(drawn.test) && drawn.test.count == 3)
                #expect((drawn.training + drawn.test).sorted() == Array(0..<13))
                #expect(try rounds({ $0.folds = 2 }, seed: seed, single: single).allSatisfy { isGood($0.test) })
            }
        }
    }

    @Test("A share that nobody has chosen gives way to two people for each set")
    func adaptedShare() throws {
        for (count, test) in [(4, 2), (5, 2), (7, 2), (12, 2), (13, 3)] {
            let share = PersonSplit.feasibleShare(0.2, of: count)
            #expect(try rounds({ $0.testShare = share }, count: count)[0].test.count == test)
            #expect((share == 0.2) == (count > 7))
        }
        #expect(PersonSplit.feasibleShare(0.9, of: 5) == 0.6 && PersonSplit.feasibleShare(0.2, of: 3) == 0.2)
    }

    @Test("Sets of fewer than two people, or of nobody with two images, are refused")
    func refusals() {
        func expectError(
            _ text: String, single: Set<Int> = [], count: Int = 13, _ change: (inout PreparationConfiguration) -> Void
        ) {
            let error = #expect(throws: RunError.self) { try rounds(change, single: single, count: count) }
            #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
        }
        expectError("--folds 7 needs at least 14 people") { $0.folds = 7 }
        expectError("--test-share 0.05") { $0.testShare = 0.05 }
        expectError("--test-share 0.95") { $0.testShare = 0.95 }
        expectError("there is no \"s14\" in faces") { $0.testPeople = ["s1", "s14"] }
        expectError("12 people to train on and 1 to test on") { $0.testPeople = ["s1"] }
        expectError("faces has 3 people, but training and testing need at least 2 each", count: 3) { _ in }
        expectError("faces has 1 people with at least 2 images", single: Set(1..<13)) { _ in }
        expectError("--folds 3 needs as many people with at least 2 images, but faces has 2", single: Set(2..<13)) {
            $0.folds = 3
        }
        expectError("--test-people leaves nobody with at least 2 images to test on", single: [0, 1]) {
            $0.testPeople = ["s1", "s2"]
        }
        expectError("--test-people leaves nobody with at least 2 images to train on", single: Set(2..<13)) {
            $0.testPeople = ["s1", "s2"]
        }
        expectError("1 people to train on") { $0.testPeople = Array(names.dropFirst()) }
    }
}
