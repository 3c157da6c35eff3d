import SwiftletNN
import SwiftletTensor

extension Linear: ONNXLayer {
    /// Adds `Gemm` for an input of two axes, or of which the number is not known, else `MatMul` and `Add`; then the activation.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let weights = constants(graph, weight, bias, norm: spectralNorm, named: path)
        let output =
            if let rank = input.rank, rank != 2 {
                product(graph, input, weights, path)
            } else {
                graph.node("Gemm", [input] + weights, ["transB": .int(1)], named: path)
            }
        return activation.append(to: graph, output, named: path)
    }

    /// The products along the last axis of any input: `Gemm` takes matrices alone.
    private func product(
        _ graph: ONNXGraph, _ input: ONNXValue, _ weights: [ONNXValue], _ path: String
    ) -> ONNXValue {
        let columns = graph.node("Transpose", [weights[0]], named: path)
        let products = graph.node("MatMul", [input, columns], named: path).withRank(input.rank)
        return weights.dropFirst().reduce(products) { graph.node("Add", [$0, $1], named: path) }
    }
}

/// The weight as it is in evaluation, and the bias if there is one.
func constants(
    _ graph: ONNXGraph, _ weight: Parameter, _ bias: Parameter?, norm: SpectralNorm? = nil, named path: String
) -> [ONNXValue] {
    let used = norm.map { $0(weight.value) } ?? weight.value
    return [graph.constant(used, named: joinedPath(path, "weight"))]
        + (bias.map { [graph.constant($0.value, named: joinedPath(path, "bias"))] } ?? [])
}
