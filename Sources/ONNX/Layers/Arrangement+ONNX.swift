import SwiftletNN

extension Flatten: ONNXLayer {
    /// Adds `Flatten`, which makes two axes of any; so only an input whose first axis alone is kept has this form.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        guard firstAxis == 1 else {
            throw ONNXError(
                "the layer '\(path)' joins axes from axis \(firstAxis) on; only from axis 1 on has a form in ONNX")
        }
        return graph.node("Flatten", [input], ["axis": .int(1)], named: path)
    }
}

extension Dropout: ONNXLayer {
    /// Adds nothing: in evaluation nothing is dropped.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue { input }
}

extension ReflectionPad2d: ONNXLayer {
    /// Adds `Pad`, which lists what is added before each of the four axes, then what is added behind it.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let pads = graph.constant(
            [0, 0, padding.top, padding.left, 0, 0, padding.bottom, padding.right], named: joinedPath(path, "pads"))
        return graph.node("Pad", [input, pads], ["mode": .string("reflect")], named: path)
    }
}

extension Embedding {
    /// Adds `Gather`: rows of the table for whole numbers of any shape. A number beyond the table is an error when the model
    /// runs.
    public func append(to graph: ONNXGraph, _ indices: ONNXValue, named path: String) -> ONNXValue {
        let table = graph.constant(weight.value, named: joinedPath(path, "weight"))
        return graph.node("Gather", [table, indices], ["axis": .int(0)], named: path)
    }
}
