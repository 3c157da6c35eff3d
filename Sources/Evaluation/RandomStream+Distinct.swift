import SwiftletTensor

extension RandomStream {
    /// `count` different numbers of 0 ..< bound in random order: the first steps of a Fisher-Yates shuffle, whose untouched
    /// places are not stored.
    mutating func distinct(_ count: Int, below bound: Int) -> [Int] {
        precondition(count <= bound, "\(count) different numbers below \(bound)")
        var moved: [Int: Int] = [:]
        return (0..<count).map { place in
            let other = place + index(below: bound - place)
            let drawn = moved[other] ?? other
            moved[other] = moved[place] ?? place
            return drawn
        }
    }
}
