import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor

extension Linear: ONNXLayer {
    /// Adds `Gemm`, whose input must have two axes, and the activation.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let inputs = [input] + constants(graph, weight, bias, norm: spectralNorm, named: path)
        let output = graph.node("Gemm", inputs, ["transB": .int(1)], named: path)
        return activation.append(to: graph, output, named: path)
    }
}

/// The weight as it is in evaluation, and the bias if there is one.
func constants(
    _ graph: ONNXGraph, _ weight: Parameter, _ bias: Parameter?, norm: SpectralNorm? = nil, named path: String
) -> [ONNXValue] {
    let used = norm.map { $0(Variable(weight.value), Pass(.evaluation)).value } ?? weight.value
    return [graph.constant(used, named: joinedPath(path, "weight"))]
        + (bias.map { [graph.constant($0.value, named: joinedPath(path, "bias"))] } ?? [])
}
