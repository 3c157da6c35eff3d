/// Numbers for the pairs of labeled rows, those of the same class and those of different ones apart, so that a sample of a
/// kind can be drawn without a list of all its pairs.
struct PairNumbering {
    /// Rows by class, those of a class in ascending order.
    private let order: [Int]
    /// For each place in `order` the first place of the next class.
    private let classEnds: [Int]
    /// Number of pairs of the same class.
    let sameCount: Int
    /// Number of pairs of different classes.
    let differentCount: Int

    init(_ labels: [Int32]) {
        let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
        var classEnds = [Int](repeating: order.count, count: order.count)
        for place in order.indices.dropLast().reversed() {
            let isLast = labels[order[place]] != labels[order[place + 1]]
            classEnds[place] = isLast ? place + 1 : classEnds[place + 1]
        }
        self.order = order
        self.classEnds = classEnds
        sameCount = classEnds.enumerated().reduce(0) { $0 + $1.element - $1.offset - 1 }
        differentCount = classEnds.reduce(0) { $0 + order.count - $1 }
    }

    /// The pairs of the same class with these numbers, which ascend.
    func samePairs(_ numbers: [Int]) -> [RowPair] {
        pairs(numbers) { place in place + 1..<classEnds[place] }
    }

    /// The pairs of different classes with these numbers, which ascend.
    func differentPairs(_ numbers: [Int]) -> [RowPair] {
        pairs(numbers) { place in classEnds[place]..<order.count }
    }

    /// Walks through the first rows, of which each has the pairs with its `partners`.
    private func pairs(_ numbers: [Int], partners: (_ place: Int) -> Range<Int>) -> [RowPair] {
        var place = 0
        var start = 0
        return numbers.map { number in
            while number - start >= partners(place).count {
                start += partners(place).count
                place += 1
            }
            return RowPair(order[place], order[partners(place).lowerBound + number - start])
        }
    }
}

/// Two rows of a set.
struct RowPair {
    let first: Int32
    let second: Int32

    init(_ first: Int, _ second: Int) {
        self.first = Int32(first)
        self.second = Int32(second)
    }
}
