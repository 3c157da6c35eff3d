/// How judged pictures spread over the classes.
public struct ClassShares: Codable, Equatable, Sendable {
    /// Pictures of each class.
    public let counts: [Int]

    /// Counts the labels of pictures. Throws `EvaluationError` if there are none or one is outside the classes.
    public init(_ labels: [Int32], classes: Int) throws {
        guard !labels.isEmpty else { throw EvaluationError("the shares of classes need at least 1 label, got none") }
        var counts = [Int](repeating: 0, count: max(classes, 0))
        for (index, label) in labels.enumerated() {
            try requireLabel(label, at: index, below: counts.count)
            counts[Int(label)] += 1
        }
        self.counts = counts
    }

    /// The share of each class, between 0 and 1.
    public var shares: [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { Double($0) / total }
    }

    /// By what factor the class that is farthest from an equal share is above or below it: 1 for equal shares, infinite if
    /// a class is missing.
    public var largestFactor: Double {
        shares.reduce(1) { max($0, $1 * Double(counts.count), 1 / ($1 * Double(counts.count))) }
    }

    /// Classes without any picture.
    public var missing: [Int] { counts.indices.filter { counts[$0] == 0 } }
}

/// Throws unless a label is one of `classes` classes.
func requireLabel(_ label: Int32, at index: Int, below classes: Int) throws {
    guard label >= 0 && Int(label) < classes else {
        throw EvaluationError("label \(index) is \(label), outside the \(classes) classes")
    }
}
