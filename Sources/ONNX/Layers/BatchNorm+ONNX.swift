import SwiftletNN

extension BatchNormLayer: ONNXLayer {
    /// Adds `BatchNormalization` with the running statistics.
    public final func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let weights = [
            ("weight", weight.value), ("bias", bias.value), ("running_mean", runningMean.value),
            ("running_var", runningVar.value),
        ].map { graph.constant($1, named: joinedPath(path, $0)) }
        return graph.node("BatchNormalization", [input] + weights, ["epsilon": .float(epsilon)], named: path)
    }
}
