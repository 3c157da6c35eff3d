import SwiftletONNX
import SwiftletTrain

extension FaceVerifier {
    /// The network as an ONNX model: `pictures` [batch, 1, size, size] to `embeddings` [batch, dimension].
    ///
    /// Its metadata hold the threshold and what the darkest and brightest levels of a picture become. Throws `ONNXError`.
    public func onnx() throws -> ONNXModel {
        let size = ONNXDimension.size(configuration.size)
        let scale = configuration.scale
        let graph = ONNXGraph(named: SiameseProgram.name)
        let pictures = graph.input(
            "pictures", shape: ["batch", 1, size, size],
            "grey levels from \(scale.lowerBound) for black to \(scale.upperBound) for white")
        graph.output(
            try tower.append(to: graph, pictures, named: ""), as: "embeddings",
            shape: ["batch", .size(configuration.embeddingDimension)],
            "two pictures show the same person if their Euclidean distance is at most the metadata's threshold")
        return ONNXModel(
            graph,
            documentation:
                "Embeds pictures of faces so that those of the same person are near (siamese network, contrastive loss)",
            metadata: [
                "threshold": "\(threshold)", "black": "\(scale.lowerBound)", "white": "\(scale.upperBound)",
                "model": try JSON.line(configuration), "classes": try JSON.line(["same person", "different people"]),
            ])
    }
}
