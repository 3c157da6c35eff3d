import SwiftletNN

extension Residual: ONNXLayer {
    /// Adds the body, the shortcut, `Add` and the activation.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        let output = try graph.append(body, input, named: joinedPath(path, "body"))
        let kept = try shortcut.map { try graph.append($0, input, named: joinedPath(path, "shortcut")) } ?? input
        return activation.append(to: graph, graph.node("Add", [output, kept], named: path), named: path)
    }
}
