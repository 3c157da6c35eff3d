import SwiftletONNX
import SwiftletTrain

extension Networks {
    /// The generator that is judged as an ONNX model: `noise` [batch, latent size] to `pictures` [batch, channels, size, size].
    ///
    /// Throws `ONNXError`.
    func onnx() throws -> ONNXModel {
        let size = ONNXDimension.size(configuration.size)
        let graph = ONNXGraph(named: DCGANProgram.name)
        let noise = graph.input(
            "noise", shape: ["batch", .size(configuration.latentSize)], "drawn from the normal distribution N(0, 1)")
        // A map of one position.
        let axes = graph.constant([2, 3], named: "noise.axes")
        let map = graph.node("Unsqueeze", [noise, axes], named: "noise")
        graph.output(
            try judged.layers.append(to: graph, map, named: "layers"), as: "pictures",
            shape: ["batch", .size(configuration.channels), size, size],
            "levels from \(Generator.scale.lowerBound) for black to \(Generator.scale.upperBound) for white")
        return ONNXModel(
            graph,
            documentation:
                "Draws pictures from noise: the generator of a deep convolutional generative adversarial network "
                + "(Radford et al. 2015)",
            metadata: [
                "model": try JSON.line(configuration), "black": "\(Generator.scale.lowerBound)",
                "white": "\(Generator.scale.upperBound)",
                "weights": averaged == nil ? "as trained" : "averaged over training",
            ])
    }
}
