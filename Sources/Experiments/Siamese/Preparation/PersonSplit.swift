import SwiftletTensor
import SwiftletTrain

/// Which people are trained on and which are tested on. No person is in both, and each part has at least two, so that it
/// has pairs of different people.
public struct PersonSplit: Equatable, Sendable {
    /// Numbers of the people that are trained on, ascending.
    public let training: [Int]
    /// Numbers of the people that are tested on, ascending.
    public let test: [Int]

    /// The rounds that a configuration asks for: one, or one a fold. `faces` says how to call the source in messages.
    ///
    /// Throws `RunError` for more folds than pairs of people, for names that are not there, and for parts that would have
    /// fewer than two people.
    public static func rounds(
        _ configuration: PreparationConfiguration, names: [String], source: String, random: RandomStream
    ) throws -> [PersonSplit] {
        if let folds = configuration.folds {
            return try self.folds(folds, names.count, source: source, random: random.child("folds"))
        }
        if !configuration.testPeople.isEmpty {
            return [try named(configuration.testPeople, names, source: source)]
        }
        let count = Int((Double(configuration.testShare) * Double(names.count)).rounded())
        guard count >= 2, names.count - count >= 2 else {
            throw RunError(
                "--test-share \(configuration.testShare) of the \(names.count) people of \(source) is \(count); both "
                    + "training and testing need at least 2")
        }
        var random = random.child("test")
        return [split(of: names.count, test: Set(random.permutation(names.count).prefix(count)))]
    }

    /// Deals the people out to `count` folds, whose sizes differ by at most one; each is tested on once.
    static func folds(_ count: Int, _ people: Int, source: String, random: RandomStream) throws -> [PersonSplit] {
        guard people >= 2 * count else {
            throw RunError(
                "--folds \(count) needs at least \(2 * count) people, two in each fold, but \(source) has \(people)")
        }
        var random = random
        let order = random.permutation(people)
        return (0..<count).map { fold in
            split(of: people, test: Set(stride(from: fold, to: people, by: count).map { order[$0] }))
        }
    }

    private static func named(_ wanted: [String], _ names: [String], source: String) throws -> PersonSplit {
        for name in wanted where !names.contains(name) {
            throw RunError("--test-people: there is no \"\(name)\" in \(source)")
        }
        let result = split(of: names.count, test: Set(names.indices.filter { wanted.contains(names[$0]) }))
        guard result.test.count >= 2, result.training.count >= 2 else {
            throw RunError(
                "--test-people leaves \(result.training.count) people to train on and \(result.test.count) to test on; "
                    + "both need at least 2")
        }
        return result
    }

    private static func split(of people: Int, test: Set<Int>) -> PersonSplit {
        PersonSplit(training: (0..<people).filter { !test.contains($0) }, test: test.sorted())
    }
}
