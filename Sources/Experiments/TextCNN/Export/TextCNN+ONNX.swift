import SwiftletONNX
import SwiftletTensor

extension TextCNN {
    /// Adds the network to a graph: logits [batch, classes] of `tokens` [batch, length]; `lengths` [batch, 1] says how many of
    /// them are real.
    ///
    /// Words are followed by as much padding as the longest kernel may need, so that sentences of any length will do; windows
    /// that hold padding have no part in the pooling, as in training.
    func append(
        to graph: ONNXGraph, _ tokens: ONNXValue, lengths: ONNXValue, named path: String
    ) -> ONNXValue {
        func place(_ name: String) -> String { joinedPath(path, name) }
        let pads = graph.constant([0, 0, 0, configuration.longestKernel - 1], named: place("pads"))
        let padded = graph.node("Pad", [tokens, pads], named: place("tokens"))
        let words = graph.node(
            "Transpose", [embedding.append(to: graph, padded, named: place("embedding"))], ["perm": .ints([0, 2, 1])],
            named: place("embedding"))
        let features = zip(configuration.kernelSizes, convolutions).enumerated().flatMap { index, layer in
            let place = place("convolutions.\(index)")
            let windows = WindowMask(of: layer.0, lengths, in: graph, named: place)
            let activations = layer.1.append(to: graph, words, named: place)
            return windows.pooled(activations, configuration.pooling)
        }
        let joined = graph.node("Concat", features, ["axis": .int(1)], named: place("features"))
        return output.append(to: graph, joined, named: place("output"))
    }
}
