import SwiftletTensor
import SwiftletTrain
import Testing

@testable import SiameseExperiment

@Suite("The split is by person")
struct PersonSplitTests {
    private let names = (1...13).map { "s\($0)" }

    private func rounds(_ change: (inout PreparationConfiguration) -> Void, seed: UInt64 = 1) throws -> [PersonSplit] {
        var configuration = PreparationConfiguration()
        change(&configuration)
        return try PersonSplit.rounds(
            configuration, names: names, source: "faces", random: RandomStream(seed: seed))
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

    @Test("Parts of fewer than two people are refused")
    func refusals() {
        func expectError(_ text: String, _ change: (inout PreparationConfiguration) -> Void) {
            let error = #expect(throws: RunError.self) { try rounds(change) }
            #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
        }
        expectError("--folds 7 needs at least 14 people") { $0.folds = 7 }
        expectError("--test-share 0.05") { $0.testShare = 0.05 }
        expectError("--test-share 0.95") { $0.testShare = 0.95 }
        expectError("there is no \"s14\" in faces") { $0.testPeople = ["s1", "s14"] }
        expectError("12 people to train on and 1 to test on") { $0.testPeople = ["s1"] }
        expectError("1 people to train on") { $0.testPeople = Array(names.dropFirst()) }
    }
}
