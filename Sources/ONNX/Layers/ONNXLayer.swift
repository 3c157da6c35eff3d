import SwiftletNN

/// A layer that has a form in ONNX.
public protocol ONNXLayer: Layer {
    /// Adds to a graph what the layer computes in evaluation, and gives its output. `path` is its path in the model, by which
    /// weights are named as in checkpoints.
    ///
    /// Throws `ONNXError` if a part of it has no form in ONNX.
    func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue
}

/// The path of a part: "features.0".
public func joinedPath(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

extension ONNXGraph {
    /// Adds what a layer computes in evaluation, and gives its output. Throws `ONNXError`, which names the layer's path, if it
    /// or a part of it has no form in ONNX.
    public func append(_ layer: any Layer, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        guard let layer = layer as? any ONNXLayer else {
            throw ONNXError(
                "the layer '\(path)' is a \(type(of: layer)), which has no form in ONNX; conform it to ONNXLayer")
        }
        return try layer.append(to: self, input, named: path)
    }
}

extension Sequential: ONNXLayer {
    /// Adds one layer after the other.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        try layers.enumerated().reduce(input) { value, element in
            try graph.append(element.element, value, named: joinedPath(path, "\(element.offset)"))
        }
    }
}
