/// A tensor of a graph: an input, a constant, or what a node makes.
public struct ONNXValue: Equatable, Sendable {
    /// Its name, which is its own in the graph.
    public let name: String
    /// How many axes it has, if that is known.
    public let rank: Int?

    /// Stands for an optional input that is left out before one that is there.
    static let absent = ONNXValue(name: "", rank: nil)

    /// The same tensor, which is said to have so many axes. What `ONNXGraph.node` makes does not know it for every operator.
    public func withRank(_ rank: Int?) -> ONNXValue { ONNXValue(name: name, rank: rank) }
}
