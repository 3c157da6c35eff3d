import SwiftletNN
import SwiftletTensor

extension MaxPool1d: ONNXLayer {
    /// Adds `MaxPool`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        var attributes = windowAttributes([kernelSize], [stride], [padding])
        attributes["dilations"] = .ints([dilation])
        return graph.node("MaxPool", [input], attributes, named: path)
    }
}

extension MaxPool2d: ONNXLayer {
    /// Adds `MaxPool`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        var attributes = windowAttributes(kernelSize.list, stride.list, padding.list)
        attributes["dilations"] = .ints(dilation.list)
        return graph.node("MaxPool", [input], attributes, named: path)
    }
}

extension AveragePool1d: ONNXLayer {
    /// Adds `AveragePool`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        var attributes = windowAttributes([kernelSize], [stride], [padding])
        attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
        return graph.node("AveragePool", [input], attributes, named: path)
    }
}

extension AveragePool2d: ONNXLayer {
    /// Adds `AveragePool`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        var attributes = windowAttributes(kernelSize.list, stride.list, padding.list)
        attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
        return graph.node("AveragePool", [input], attributes, named: path)
    }
}

extension GlobalMaxPool: ONNXLayer {
    /// Adds `GlobalMaxPool`, whose axes of one position are then joined.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("Flatten", [graph.node("GlobalMaxPool", [input], named: path)], ["axis": .int(1)], named: path)
    }
}

extension GlobalAveragePool: ONNXLayer {
    /// Adds `GlobalAveragePool`, whose axes of one position are then joined.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("Flatten", [graph.node("GlobalAveragePool", [input], named: path)], ["axis": .int(1)], named: path)
    }
}

private func windowAttributes(_ kernel: [Int], _ strides: [Int], _ padding: [Int]) -> [String: ONNXAttribute] {
    ["kernel_shape": .ints(kernel), "strides": .ints(strides), "pads": .ints(padding + padding)]
}
