import SwiftletONNX

extension ConditionalVAE {
    /// Adds the encoder to a graph: mean and log variance of q(z|x, y), each [examples, latent], of pictures [examples, 1,
    /// height, width] and one-hot classes. Throws `ONNXError`.
    func appendEncoder(
        to graph: ONNXGraph, _ pictures: ONNXValue, classes: ONNXValue
    ) throws -> (mean: ONNXValue, logVariance: ONNXValue) {
        let features = try encoder.append(to: graph, pictures, classes: classes, named: "encoder")
        return (
            mean.append(to: graph, features, named: "mean"),
            logVariance.append(to: graph, features, named: "log_variance")
        )
    }

    /// Adds the decoder to a graph: the logits [examples, 1, height, width] of p(x|y, z). Throws `ONNXError`.
    func appendDecoder(
        to graph: ONNXGraph, _ latent: ONNXValue, classes: ONNXValue, classCount: Int
    ) throws -> ONNXValue {
        let style =
            conditioning == .product ? products(latent, classes, classCount: classCount, in: graph) : latent
        let input = graph.node("Concat", [style, classes], ["axis": .int(1)], named: "decoder")
        return try decoder.append(to: graph, input, named: "decoder")
    }

    /// Each latent variable times each class, scaled up as `decode` does: [examples, classes * latent].
    private func products(
        _ latent: ONNXValue, _ classes: ONNXValue, classCount: Int, in graph: ONNXGraph
    ) -> ONNXValue {
        let path = "products"
        let scale = graph.constant(Float(classCount).squareRoot(), named: "\(path).scale")
        let selection = graph.node("Mul", [classes, scale], named: path)
        let column = graph.node(
            "Unsqueeze", [selection, graph.constant([2], named: "\(path).axes")], named: path)
        let row = graph.node("Unsqueeze", [latent, graph.constant([1], named: "\(path).axes")], named: path)
        return graph.node(
            "Flatten", [graph.node("Mul", [row, column], named: path)], ["axis": .int(1)], named: path)
    }
}
