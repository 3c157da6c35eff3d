import SwiftletTensor

/// Divides examples into parts that hold the classes in equal shares, by a random stream.
public enum StratifiedSplit {
    /// One round of cross-validation: indices of examples, ascending.
    public struct Fold: Sendable, Equatable {
        /// All examples that are not in `test`.
        public let training: [Int]
        /// This round's part.
        public let test: [Int]
    }

    /// Divides the examples into `count` folds for cross-validation.
    ///
    /// Every example is in exactly one test part; the numbers of a class in any two test parts differ by at most one, and so
    /// do their sizes. Throws `DataError` unless 2 <= count <= number of examples.
    public static func folds(labels: [Int32], count: Int, random: RandomStream) throws -> [Fold] {
        guard count >= 2, count <= labels.count else {
            throw DataError(
                "\(count) folds of \(labels.count) examples: there must be at least 2, and at most one an example")
        }
        // The classes are dealt out like cards, one after the other, and the next class goes on where the last one ended.
        var part = [Int](repeating: 0, count: labels.count)
        for (position, example) in shuffledByClass(Array(labels.indices), labels, random).joined().enumerated() {
            part[example] = position % count
        }
        return (0..<count).map { fold in
            Fold(
                training: labels.indices.filter { part[$0] != fold },
                test: labels.indices.filter { part[$0] == fold })
        }
    }

    /// Sets a share of some examples aside, for instance as development part.
    ///
    /// `indices` are the examples to divide, and `labels` those of the whole set. The part set aside has
    /// `share * indices.count` examples, rounded, with each class within one of its share; but no class goes there
    /// completely. Both parts are ascending. Throws `DataError` unless 0 < share < 1 and at least one example is set aside.
    public static func holdOut(
        share: Double, of indices: [Int], labels: [Int32], random: RandomStream
    ) throws -> (kept: [Int], heldOut: [Int]) {
        guard share > 0, share < 1 else {
            throw DataError("the share to set aside must lie between 0 and 1, got \(share)")
        }
        let classes = shuffledByClass(indices, labels, random)
        var quotas = classes.map { Int(share * Double($0.count)) }
        // What rounding down left over goes to the classes that lost most by it; ties go to the lower class.
        let missing = Int((share * Double(indices.count)).rounded()) - quotas.reduce(0, +)
        let losses = classes.indices.map { share * Double(classes[$0].count) - Double(quotas[$0]) }
        let needy = classes.indices
            .filter { losses[$0] > 0 && quotas[$0] + 1 < classes[$0].count }
            .sorted { (losses[$1], $0) < (losses[$0], $1) }
        for index in needy.prefix(max(0, missing)) { quotas[index] += 1 }
        let heldOut = zip(classes, quotas).flatMap { $0.prefix($1) }.sorted()
        guard !heldOut.isEmpty else {
            throw DataError(
                share * Double(indices.count) < 0.5
                    ? "a share of \(share) of \(indices.count) examples sets none aside"
                    : "none of the \(indices.count) examples can be set aside, as each class has only one")
        }
        let isHeldOut = Set(heldOut)
        return (indices.filter { !isHeldOut.contains($0) }.sorted(), heldOut)
    }

    /// The examples of each class in random order, by ascending class.
    private static func shuffledByClass(_ indices: [Int], _ labels: [Int32], _ random: RandomStream) -> [[Int]] {
        Dictionary(grouping: indices) { labels[$0] }.sorted { $0.key < $1.key }.map { label, examples in
            var stream = random.child(Int(label))
            var order = examples
            stream.shuffle(&order)
            return order
        }
    }
}
