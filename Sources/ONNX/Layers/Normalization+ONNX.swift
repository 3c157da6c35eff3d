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

extension RMSNorm: ONNXLayer {
    /// Adds the quotient of the input and the root of its mean square, then `Mul`; version 23 of ONNX alone has an operator for
    /// it.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let axes = (1...normalizedShape.rank).reversed().map { -$0 }
        let square = graph.node("Mul", [input, input], named: path)
        let mean = graph.node("ReduceMean", [square], ["axes": .ints(axes), "keepdims": .int(1)], named: path)
            .withRank(input.rank)
        let sum = graph.node("Add", [mean, graph.constant(epsilon, named: joinedPath(path, "epsilon"))], named: path)
        let output = graph.node("Div", [input, graph.node("Sqrt", [sum], named: path)], named: path)
        guard let weight else { return output }
        let scale = graph.constant(weight.value, named: joinedPath(path, "weight"))
        return graph.node("Mul", [output, scale], named: path)
    }
}

extension InstanceNormLayer: ONNXLayer {
    /// Adds `InstanceNormalization` or, with running statistics, `BatchNormalization`.
    public final func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        func vector(_ parameter: ModuleTensor?, _ name: String, _ number: Float) -> ONNXValue {
            let name = joinedPath(path, name)
            return parameter.map { graph.constant($0.value, named: name) }
                ?? graph.constant([Float](repeating: number, count: channels), named: name)
        }
        let affine = [vector(weight, "weight", 1), vector(bias, "bias", 0)]
        guard let runningMean, let runningVar else {
            return graph.node("InstanceNormalization", [input] + affine, ["epsilon": .float(epsilon)], named: path)
        }
        let statistics = [vector(runningMean, "running_mean", 0), vector(runningVar, "running_var", 1)]
        return graph.node(
            "BatchNormalization", [input] + affine + statistics, ["epsilon": .float(epsilon)], named: path)
    }
}
