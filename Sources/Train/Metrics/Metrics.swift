import SwiftletTensor

/// Means over samples of named values, such as the loss and the accuracy: of one batch, or of many put together.
///
/// A mean is kept as a sum and a number of samples, so batches of different size count by their size, and an accuracy is
/// the exact share of correct samples.
public struct Metrics: Codable, Sendable {
    /// Number of samples.
    public private(set) var count = 0
    private var sums: [String: Double] = [:]

    /// No samples yet.
    public init() {}

    /// The metrics `loss`, a mean over `count` samples, and, where it has a meaning, `accuracy`: `correct` of them.
    public init(loss: some BinaryFloatingPoint, correct: Int? = nil, count: Int) {
        self.count = count
        sums["loss"] = Double(loss) * Double(count)
        if let correct { sums["accuracy"] = Double(correct) }
    }

    /// Metrics of any name that are means over `count` samples, or hold for all of them together, as an area under a curve
    /// does.
    public init(means: [String: Double], count: Int) {
        self.count = count
        sums = means.mapValues { $0 * Double(count) }
    }

    /// Takes in the samples of other metrics, which must have the same names.
    public mutating func add(_ other: Metrics) {
        if other.count == 0 { return }
        require(
            count == 0 || Set(sums.keys) == Set(other.sums.keys),
            "metrics \(other.sums.keys.sorted()) cannot join \(sums.keys.sorted())")
        count += other.count
        sums.merge(other.sums, uniquingKeysWith: +)
    }

    /// The mean of a metric; nil if there is none of this name or there are no samples.
    public subscript(name: String) -> Double? {
        count == 0 ? nil : sums[name].map { $0 / Double(count) }
    }

    /// The mean loss.
    public var loss: Double? { self["loss"] }

    /// The share of correct samples.
    public var accuracy: Double? { self["accuracy"] }

    /// All means by name; none without samples.
    public var means: [String: Double] {
        count == 0 ? [:] : sums.mapValues { $0 / Double(count) }
    }
}
