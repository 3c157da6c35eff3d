import SwiftletTensor

extension RandomStream {
    /// `count` different numbers of 0 ..< bound in random order: the first steps of a Fisher-Yates shuffle, whose untouched
    /// places are not stored.
    mutating func distinct(_ count: Int, below bound: Int) -> [Int] {
        require(count <= bound, "\(count) different numbers below \(bound)")
        var moved: [Int: Int] = [:]
        return (0..<count).map { place in
            let other = place + index(below: bound - place)
            let drawn = moved[other] ?? other
            moved[other] = moved[place] ?? place
            return drawn
        }
    }

    /// Draws `count` different integers of 0 ..< bound, each subset equally likely, in ascending order; all of them if
    /// there are no more. Time and memory follow from `count`, not from `bound`.
    public mutating func sample(_ count: Int, below bound: Int) -> [Int] {
        if count >= bound { return Array(0..<max(bound, 0)) }
        // Of a dense sample, those that are not in it are drawn.
        if count > bound / 2 {
            var isDrawn = [Bool](repeating: true, count: bound)
            for index in sample(bound - count, below: bound) { isDrawn[index] = false }
            return isDrawn.indices.filter { isDrawn[$0] }
        }
        var drawn: [Int] = []
        drawn.reserveCapacity(count)
        // Only as many as are missing, so that none has to be taken out again, which would favor some.
        while drawn.count < count {
            for _ in drawn.count..<count { drawn.append(index(below: bound)) }
            drawn.sort()
            drawn.removeConsecutiveDuplicates()
        }
        return drawn
    }
}

extension [Int] {
    /// Keeps one of neighboring equal elements.
    fileprivate mutating func removeConsecutiveDuplicates() {
        var kept = 0
        for index in indices where index == 0 || self[index] != self[kept - 1] {
            self[kept] = self[index]
            kept += 1
        }
        removeLast(count - kept)
    }
}
