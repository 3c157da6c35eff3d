/// Windows that divide an input of any size into a given number of outputs, which ONNX has no operator for. Window i of k begins
/// at i * size / k, rounded down, and ends before (i + 1) * size / k, rounded up; the graph computes this from the size.
///
/// Windows of images are rectangles, so rows are joined first, then columns.
struct AdaptiveWindows {
    /// What becomes of a window.
    enum Statistic: String {
        case average = "Average"
        case maximum = "Max"

        /// The operator for a whole plane.
        var global: String { "Global\(rawValue)Pool" }

        /// The operator for all positions along axes.
        var reduction: String { self == .average ? "ReduceMean" : "ReduceMax" }
    }

    let graph: ONNXGraph
    /// Where in the model the layer stands.
    let path: String
    let statistic: Statistic

    /// So many outputs along each axis after the channels.
    func pooled(_ input: ONNXValue, to counts: [Int]) -> ONNXValue {
        if counts.allSatisfy({ $0 == 1 }) { return graph.node(statistic.global, [input], named: path) }
        return counts.enumerated().reduce(input) { pooled($0, axis: $1.offset + 2, to: $1.element) }
    }

    private func pooled(_ input: ONNXValue, axis: Int, to count: Int) -> ONNXValue {
        if count == 1 { return reduced(input, axis: axis) }
        let name = joinedPath(path, "windows.\(axis - 2)")
        let size = graph.sizes(of: input, axes: axis..<axis + 1, named: name)
        let bounds = [
            edges(size, 0..<count, of: count, added: 0, named: "\(name).start"),
            edges(size, 1..<count + 1, of: count, added: count - 1, named: "\(name).end"),
        ]
        let axes = graph.constant([axis], named: "\(name).axis")
        let outputs = (0..<count).map { index in
            let index = graph.constant([index], named: "\(name).index")
            let ends = bounds.map { graph.node("Gather", [$0, index], ["axis": .int(0)], named: name) }
            return reduced(graph.node("Slice", [input] + ends + [axes], named: name), axis: axis)
        }
        return graph.node("Concat", outputs, ["axis": .int(axis)], named: name)
    }

    /// (number * size + added) / count, rounded down, for each number.
    private func edges(
        _ size: ONNXValue, _ numbers: Range<Int>, of count: Int, added: Int, named name: String
    ) -> ONNXValue {
        var edges = graph.node("Mul", [size, graph.constant(Array(numbers), named: "\(name).numbers")], named: name)
        if added > 0 {
            edges = graph.node("Add", [edges, graph.constant(added, named: "\(name).added")], named: name)
        }
        return graph.node("Div", [edges, graph.constant(count, named: "\(name).count")], named: name)
    }

    private func reduced(_ input: ONNXValue, axis: Int) -> ONNXValue {
        graph.node(statistic.reduction, [input], ["axes": .ints([axis]), "keepdims": .int(1)], named: path)
            .withRank(input.rank)
    }
}
