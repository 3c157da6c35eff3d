import SwiftletNN

/// A layer that has a form in ONNX.
public protocol ONNXLayer: Layer {
    /// Adds to a graph what the layer computes in evaluation, and gives its output. `path` is its place in the model, by which
    /// weights are named as in checkpoints.
    ///
    /// Throws `ONNXError` if a part of it has no form in ONNX.
    func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue
}

/// The place of a part: "features.0".
public func joinedPath(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

extension Sequential: ONNXLayer {
    /// Adds one layer after the other.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        try layers.enumerated().reduce(input) { value, element in
            let place = joinedPath(path, "\(element.offset)")
            guard let layer = element.element as? any ONNXLayer else {
                throw ONNXError("the layer '\(place)' is a \(type(of: element.element)), which has no form in ONNX")
            }
            return try layer.append(to: graph, value, named: place)
        }
    }
}
