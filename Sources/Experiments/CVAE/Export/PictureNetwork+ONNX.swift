import SwiftletNN
import SwiftletONNX

extension LinearEncoder {
    func append(
        to graph: ONNXGraph, _ pictures: ONNXValue, classes: ONNXValue, named path: String
    ) throws -> ONNXValue {
        let pixels = graph.node("Flatten", [pictures], ["axis": .int(1)], named: path)
        let input = graph.node("Concat", [pixels, classes], ["axis": .int(1)], named: path)
        return try appendAll(layers, as: "layers", to: graph, input, named: path)
    }
}

extension LinearDecoder {
    func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        let features = try appendAll(layers, as: "layers", to: graph, input, named: path)
        let logits = output.append(to: graph, features, named: "\(path).output")
        // -1 stands for the number of examples.
        let shape = graph.constant([-1, 1, format.height, format.width], named: "\(path).shape")
        return graph.node("Reshape", [logits, shape], named: path)
    }
}

extension ConvolutionalEncoder {
    func append(
        to graph: ONNXGraph, _ pictures: ONNXValue, classes: ONNXValue, named path: String
    ) throws -> ONNXValue {
        let axes = graph.constant([2, 3], named: "\(path).axes")
        let points = graph.node("Unsqueeze", [classes, axes], named: path)
        let extent = graph.constant([1, 1, format.height, format.width], named: "\(path).extent")
        let planes = graph.node("Expand", [points, extent], named: path)
        let input = graph.node("Concat", [pictures, planes], ["axis": .int(1)], named: path)
        let maps = try appendAll(convolutions, as: "convolutions", to: graph, input, named: path)
        let features = graph.node("Flatten", [maps], ["axis": .int(1)], named: path)
        return try appendAll(layers, as: "layers", to: graph, features, named: path)
    }
}

extension ConvolutionalDecoder {
    func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        let features = try appendAll(layers, as: "layers", to: graph, input, named: path)
        let expanded = expansion.append(to: graph, features, named: "\(path).expansion")
        let extent = [-1, mapShape.channels, mapShape.extent.height, mapShape.extent.width]
        let shape = graph.constant(extent, named: "\(path).shape")
        let maps = graph.node("Reshape", [expanded, shape], named: path)
        return try appendAll(convolutions, as: "convolutions", to: graph, maps, named: path)
    }
}

/// Adds layers one after the other; `name` is that of the property which holds them.
private func appendAll(
    _ layers: [any ONNXLayer], as name: String, to graph: ONNXGraph, _ input: ONNXValue, named path: String
) throws -> ONNXValue {
    try layers.enumerated().reduce(input) { value, layer in
        try layer.element.append(to: graph, value, named: "\(path).\(name).\(layer.offset)")
    }
}
