extension ConfusionMatrix {
    /// The fraction of the examples that are of the most frequent class: the accuracy of a classifier that always answers it.
    /// NaN without examples.
    public var majorityFraction: Double { Double(exampleCounts.max() ?? 0) / Double(total) }

    /// The classes without an example, which no score says anything about.
    public var classesWithoutExample: [Int] { exampleCounts.indices.filter { exampleCounts[$0] == 0 } }
}
