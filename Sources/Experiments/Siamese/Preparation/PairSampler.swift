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
/// For a pair of the same person, a person of at least two images is drawn, then two of them; for the other kind, two people are
/// drawn, then an image of each. So every person comes equally often, however many images of them there are. Pair *i* of epoch
/// *n* follows from the stream, *n* and *i* alone.
public struct PairSampler: Sendable {
    private let people: [[Int]]
    /// Those with at least two images.
    private let repeated: [[Int]]
    private let random: RandomStream

    /// Of people that have at least one image each (indices of images by person); at least two people, of which one has at least
    /// two images.
    public init(people: [[Int]], random: RandomStream) {
        repeated = people.filter { $0.count >= 2 }
        precondition(people.count >= 2 && !repeated.isEmpty, "pairs need two people, one of them with two images")
        precondition(people.allSatisfy { !$0.isEmpty }, "a person has no image")
        self.people = people
        self.random = random
    }

    /// Pair number `index` of an epoch; an even number is a pair of the same person.
    public func pair(_ index: Int, epoch: Int) -> Pair {
        var random = random.child(epoch).child(index)
        if index % 2 == 0 {
            let images = repeated[random.index(below: repeated.count)]
            let first = random.index(below: images.count)
            let second = otherIndex(than: first, below: images.count, &random)
            return Pair(first: images[first], second: images[second], isSame: true)
        }
        let person = random.index(below: people.count)
        let first = random.index(below: people[person].count)
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
