import SwiftletNN

extension Flatten: ONNXLayer {
    /// Adds `Flatten` if the first axis alone is kept, else `Reshape`. An axis that is counted from the last one has no form.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        guard firstAxis >= 0 else {
            throw ONNXError(
                "the layer '\(path)' joins axes from axis \(firstAxis) on, counted from the last one; for ONNX count it "
                    + "from the first one, as in Flatten(fromAxis: 1)")
        }
        if firstAxis == 1 { return graph.node("Flatten", [input], ["axis": .int(1)], named: path) }
        return graph.reshaped(input, to: Array(repeating: 0, count: firstAxis) + [-1], named: path)
    }
}

extension Dropout: ONNXLayer {
    /// Adds nothing: in evaluation nothing is dropped.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue { input }
}

extension ChannelDropoutLayer: ONNXLayer {
    /// Adds nothing: in evaluation nothing is dropped.
    public final func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue { input }
}

extension Identity: ONNXLayer {
    /// Adds nothing.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue { input }
}

extension PixelShuffle: ONNXLayer {
    /// Adds `DepthToSpace`, with the channels in PyTorch's order.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("DepthToSpace", [input], ["blocksize": .int(factor), "mode": .string("CRD")], named: path)
    }
}

extension PaddingLayer1d: ONNXLayer {
    /// Adds `Pad`, or `Slice` and `Concat` for a ring.
    public final func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        mode.append(to: graph, input, before: [padding.left], after: [padding.right], named: path)
    }
}

extension PaddingLayer2d: ONNXLayer {
    /// Adds `Pad`, or `Slice` and `Concat` for a ring.
    public final func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        mode.append(
            to: graph, input, before: [padding.top, padding.left], after: [padding.bottom, padding.right], named: path)
    }
}

extension Embedding {
    /// Adds `Gather`: rows of the table for integers of any shape. A number beyond the table is an error when the model
    /// runs.
    public func append(to graph: ONNXGraph, _ indices: ONNXValue, named path: String) -> ONNXValue {
        let table = graph.constant(weight.value, named: joinedPath(path, "weight"))
        return graph.node("Gather", [table, indices], ["axis": .int(0)], named: path)
            .withRank(indices.rank.map { $0 + 1 })
    }
}
