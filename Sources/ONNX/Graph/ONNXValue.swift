/// A tensor of a graph: an input, a constant, or what a node makes.
public struct ONNXValue: Equatable, Sendable {
    /// Its name, which is its own in the graph.
    public let name: String

    /// Stands for an optional input that is left out before one that is there.
    static let absent = ONNXValue(name: "")
}
