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

    /// So many outputs along each axis behind the channels.
    func pooled(_ input: ONNXValue, to counts: [Int]) -> ONNXValue {
        if counts.allSatisfy({ $0 == 1 }) { return graph.node(statistic.global, [input], named: path) }
        return counts.enumerated().reduce(input) { pooled($0, alongAxis: $1.offset + 2, to: $1.element) }
    }

    private func pooled(_ input: ONNXValue, alongAxis axis: Int, to count: Int) -> ONNXValue {
        if count == 1 { return reduced(input, alongAxis: axis) }
        let place = joinedPath(path, "windows.\(axis - 2)")
        let size = graph.sizes(of: input, axes: axis..<axis + 1, named: place)
        let bounds = [
            edges(size, 0..<count, of: count, added: 0, named: "\(place).start"),
            edges(size, 1..<count + 1, of: count, added: count - 1, named: "\(place).end"),
        ]
        let axes = graph.constant([axis], named: "\(place).axis")
        let outputs = (0..<count).map { index in
            let index = graph.constant([index], named: "\(place).index")
            let ends = bounds.map { graph.node("Gather", [$0, index], ["axis": .int(0)], named: place) }
            return reduced(graph.node("Slice", [input] + ends + [axes], named: place), alongAxis: axis)
        }
        return graph.node("Concat", outputs, ["axis": .int(axis)], named: place)
    }

    /// (number * size + added) / count, rounded down, for each number.
    private func edges(
        _ size: ONNXValue, _ numbers: Range<Int>, of count: Int, added: Int, named place: String
    ) -> ONNXValue {
        var edges = graph.node("Mul", [size, graph.constant(Array(numbers), named: "\(place).numbers")], named: place)
        if added > 0 {
            edges = graph.node("Add", [edges, graph.constant(added, named: "\(place).added")], named: place)
        }
        return graph.node("Div", [edges, graph.constant(count, named: "\(place).count")], named: place)
    }

    private func reduced(_ input: ONNXValue, alongAxis axis: Int) -> ONNXValue {
        graph.node(statistic.reduction, [input], ["axes": .ints([axis]), "keepdims": .int(1)], named: path)
            .withRank(input.rank)
    }
}
