import SwiftletNN
import SwiftletTensor

extension LayerNorm: ONNXLayer {
    /// Adds `LayerNormalization`, which cannot do without a scale.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let name = joinedPath(path, "weight")
        let scale =
            weight.map { graph.constant($0.value, named: name) }
            ?? graph.constant(
                [Float](repeating: 1, count: normalizedShape.count), shape: normalizedShape.dimensions, named: name)
        let offset = bias.map { [graph.constant($0.value, named: joinedPath(path, "bias"))] } ?? []
        return graph.node(
            "LayerNormalization", [input, scale] + offset,
            ["axis": .int(-normalizedShape.rank), "epsilon": .float(epsilon)], named: path)
    }
}

extension GroupNorm: ONNXLayer {
    /// Adds `InstanceNormalization` of the groups, each seen as one channel, then `Mul` and `Add`: the operator of its own that
    /// ONNX has scales groups instead of channels up to version 20.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let unscaled = [Float(1), 0].map {
            graph.constant([Float](repeating: $0, count: groups), named: joinedPath(path, "groups"))
        }
        let joined = graph.reshaped(input, to: [0, groups, -1], named: path)
        var output = graph.node(
            "InstanceNormalization", [joined] + unscaled, ["epsilon": .float(epsilon)], named: path)
        if let weight, let bias {
            let channels = weight.value.count
            output = graph.reshaped(output, to: [0, channels, -1], named: path)
            for (operatorType, parameter, name) in [("Mul", weight, "weight"), ("Add", bias, "bias")] {
                let column = parameter.value.reshaped(to: [channels, 1])
                output = graph.node(
                    operatorType, [output, graph.constant(column, named: joinedPath(path, name))], named: path)
            }
        }
        return graph.node("Reshape", [output, graph.node("Shape", [input], named: path)], named: path)
            .withRank(input.rank)
    }
}
