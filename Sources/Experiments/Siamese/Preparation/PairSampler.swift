import SwiftletTensor

/// Two pictures and whether they show the same person.
public struct Pair: Equatable, Sendable {
    /// Number of the one picture.
    public var first: Int
    /// Number of the other.
    public var second: Int
    /// Whether both show one person.
    public var isSame: Bool
}

/// Draws balanced pairs of pictures: by turns one of the same person and one of different people.
///
/// For a pair of the same person, a person is drawn, then two of their pictures; for the other kind, two people are drawn,
/// then a picture of each. So every person comes equally often, however many pictures of them there are. Pair *i* of epoch
/// *n* follows from the stream, *n* and *i* alone.
public struct PairSampler: Sendable {
    private let people: [[Int]]
    private let random: RandomStream

    /// Of people that have at least two pictures each (numbers of pictures by person); at least two people.
    public init(people: [[Int]], random: RandomStream) {
        precondition(people.count >= 2 && people.allSatisfy { $0.count >= 2 }, "pairs need two people of two pictures")
        self.people = people
        self.random = random
    }

    /// Pair number `index` of an epoch; an even number is a pair of the same person.
    public func pair(_ index: Int, epoch: Int) -> Pair {
        var random = random.child(epoch).child(index)
        let person = random.index(below: people.count)
        let first = random.index(below: people[person].count)
        if index % 2 == 0 {
            let second = otherIndex(than: first, below: people[person].count, &random)
            return Pair(first: people[person][first], second: people[person][second], isSame: true)
        }
        let other = people[otherIndex(than: person, below: people.count, &random)]
        return Pair(
            first: people[person][first], second: other[random.index(below: other.count)], isSame: false)
    }

    /// A uniform draw among the numbers below a bound except one.
    private func otherIndex(than index: Int, below bound: Int, _ random: inout RandomStream) -> Int {
        let draw = random.index(below: bound - 1)
        return draw < index ? draw : draw + 1
    }
}
