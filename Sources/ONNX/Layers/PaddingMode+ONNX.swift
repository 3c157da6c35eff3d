import SwiftletAutodiff

extension PaddingMode {
    /// Adds positions at both ends of each axis behind the channels, `widths` of them: `Pad`, or `Slice` and `Concat` for a ring,
    /// which `Pad` has in later versions of ONNX alone.
    func append(to graph: ONNXGraph, _ input: ONNXValue, widths: [Int], named path: String) -> ONNXValue {
        switch self {
        case .zeros: pad("constant", graph, input, widths, path)
        case .reflect: pad("reflect", graph, input, widths, path)
        case .replicate: pad("edge", graph, input, widths, path)
        case .circular:
            widths.enumerated().filter { $0.element > 0 }.reduce(input) { value, axis in
                let place = joinedPath(path, "ring.\(axis.offset)")
                let axes = graph.constant([axis.offset + 2], named: "\(place).axis")
                func slice(_ start: Int, _ end: Int, _ name: String) -> ONNXValue {
                    let bounds = [
                        graph.constant([start], named: "\(place).\(name).start"),
                        graph.constant([end], named: "\(place).\(name).end"),
                    ]
                    return graph.node("Slice", [value] + bounds + [axes], named: place)
                }
                let parts = [slice(-axis.element, Int.max, "before"), value, slice(0, axis.element, "after")]
                return graph.node("Concat", parts, ["axis": .int(axis.offset + 2)], named: place)
            }
        }
    }

    private func pad(
        _ mode: String, _ graph: ONNXGraph, _ input: ONNXValue, _ widths: [Int], _ path: String
    ) -> ONNXValue {
        let pads = graph.constant([0, 0] + widths + [0, 0] + widths, named: joinedPath(path, "pads"))
        return graph.node("Pad", [input, pads], ["mode": .string(mode)], named: path)
    }
}
