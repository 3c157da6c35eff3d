import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// Which people are trained on and which are tested on. No person is in both. Each set has at least two people, so that it has
/// pairs of different people, and one of them has at least two images, so that it has a pair of the same person.
public struct PersonSplit: Equatable, Sendable {
    /// Indices of the people that are trained on, ascending.
    public let training: [Int]
    /// Indices of the people that are tested on, ascending.
    public let test: [Int]

    /// The people that are divided.
    struct People {
        /// Their names.
        let names: [String]
        /// Whether there are at least two images of each.
        let areRepeated: [Bool]
        /// What messages call their source.
        let source: String

        var count: Int { names.count }
        var repeatedCount: Int { areRepeated.count { $0 } }
    }

    /// The rounds that a configuration asks for: one, or one a fold.
    /// Throws `RunError` for more folds than pairs of people, for names that are not there, and for sets that would have
    /// fewer than two people, or nobody with two images.
    static func rounds(
        _ configuration: PreparationConfiguration, of people: People, random: RandomStream
    ) throws -> [PersonSplit] {
        if let folds = configuration.folds {
            return try self.folds(folds, people, random: random.child("folds"))
        }
        if !configuration.testPeople.isEmpty { return [try named(configuration.testPeople, people)] }
        guard people.count >= 4 else {
            throw RunError(
                "\(people.source) has \(people.count) people, but training and testing need at least 2 each")
        }
        let count = testCount(configuration.testShare, of: people.count)
        guard count >= 2, people.count - count >= 2 else {
            throw RunError(
                "--test-share \(configuration.testShare) of the \(people.count) people of \(people.source) is \(count); both "
                    + "training and testing need at least 2")
        }
        guard people.repeatedCount >= 2 else {
            throw RunError(
                "\(people.source) has \(people.repeatedCount) people with at least 2 images, but training and testing need "
                    + "one each for pairs of the same person")
        }
        var random = random.child("test")
        var order = random.permutation(people.count)
        // Both sets get somebody with two images, whom chance may have put into the other.
        for set in [0..<count, count..<order.count] where !order[set].contains(where: { people.areRepeated[$0] }) {
            let other = order.indices.first { !set.contains($0) && people.areRepeated[order[$0]] }!
            order.swapAt(set.lowerBound, other)
        }
        return [split(of: people.count, test: Set(order.prefix(count)))]
    }

    private static func testCount(_ share: Float, of people: Int) -> Int {
        Int((Double(share) * Double(people)).rounded())
    }

    /// The share nearest to one that leaves two people for each set; of fewer than four people there is none, and it stays.
    static func feasibleShare(_ share: Float, of people: Int) -> Float {
        let count = testCount(share, of: people)
        let feasible = min(max(count, 2), people - 2)
        return feasible < 2 || feasible == count ? share : Float(feasible) / Float(people)
    }

    /// Deals the people out to `count` folds, whose sizes differ by at most one; each is tested on once. Those with two images are
    /// dealt first.
    private static func folds(_ count: Int, _ people: People, random: RandomStream) throws -> [PersonSplit] {
        guard people.count >= 2 * count else {
            throw RunError(
                "--folds \(count) needs at least \(2 * count) people, two in each fold, but \(people.source) has \(people.count)"
            )
        }
        guard people.repeatedCount >= count else {
            throw RunError(
                "--folds \(count) needs as many people with at least 2 images, but \(people.source) has \(people.repeatedCount)"
            )
        }
        var random = random
        let drawn = random.permutation(people.count)
        let order = drawn.filter { people.areRepeated[$0] } + drawn.filter { !people.areRepeated[$0] }
        return (0..<count).map { fold in
            split(of: people.count, test: Set(stride(from: fold, to: people.count, by: count).map { order[$0] }))
        }
    }

    private static func named(_ wanted: [String], _ people: People) throws -> PersonSplit {
        let test = try wanted.map { name in
            guard let person = people.names.position(of: name) else {
                throw RunError("--test-people: there is no \"\(name)\" in \(people.source)")
            }
            return person
        }
        let result = split(of: people.count, test: Set(test))
        guard result.test.count >= 2, result.training.count >= 2 else {
            throw RunError(
                "--test-people leaves \(result.training.count) people to train on and \(result.test.count) to test on; "
                    + "both need at least 2")
        }
        for (set, purpose) in [(result.test, "test"), (result.training, "train")]
        where !set.contains(where: { people.areRepeated[$0] }) {
            throw RunError(
                "--test-people leaves nobody with at least 2 images to \(purpose) on, so no pair of the same person")
        }
        return result
    }

    private static func split(of people: Int, test: Set<Int>) -> PersonSplit {
        PersonSplit(training: (0..<people).filter { !test.contains($0) }, test: test.sorted())
    }
}
