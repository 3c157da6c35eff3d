import SwiftletTensor

extension PaddingMode {
    /// Adds positions at the ends of each axis after the channels, so many `before` and `after` it: `Pad`, or `Slice` and
    /// `Concat` for a ring, which `Pad` has in later versions of ONNX alone.
    func append(
        to graph: ONNXGraph, _ input: ONNXValue, before: [Int], after: [Int], named path: String
    ) -> ONNXValue {
        switch self {
        case .zeros: pad("constant", graph, input, before, after, path)
        case .reflect: pad("reflect", graph, input, before, after, path)
        case .replicate: pad("edge", graph, input, before, after, path)
        case .circular:
            before.indices.filter { before[$0] + after[$0] > 0 }.reduce(input) { value, axis in
                let ring = joinedPath(path, "ring.\(axis)")
                let axes = graph.constant([axis + 2], named: "\(ring).axis")
                func slice(_ start: Int, _ end: Int, _ name: String) -> ONNXValue {
                    let bounds = [
                        graph.constant([start], named: "\(ring).\(name).start"),
                        graph.constant([end], named: "\(ring).\(name).end"),
                    ]
                    return graph.node("Slice", [value] + bounds + [axes], named: ring)
                }
                let end = before[axis] > 0 ? [slice(-before[axis], Int.max, "before")] : []
                let start = after[axis] > 0 ? [slice(0, after[axis], "after")] : []
                return graph.node("Concat", end + [value] + start, ["axis": .int(axis + 2)], named: ring)
            }
        }
    }

    private func pad(
        _ mode: String, _ graph: ONNXGraph, _ input: ONNXValue, _ before: [Int], _ after: [Int], _ path: String
    ) -> ONNXValue {
        let pads = graph.constant([0, 0] + before + [0, 0] + after, named: joinedPath(path, "pads"))
        return graph.node("Pad", [input, pads], ["mode": .string(mode)], named: path)
    }
}
