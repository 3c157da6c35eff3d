import SwiftletONNX
import SwiftletTensor
import SwiftletTrain

/// The parts of a conditional VAE, of which each is a model of its own in other programs.
public enum ModelPart: String, CaseIterable, Sendable {
    /// From pictures and classes to the parameters of q(z|x, y).
    case encoder
    /// From latent variables and classes to the means of p(x|y, z).
    case decoder
}

extension PictureModel {
    private static let batch: ONNXDimension = "batch"

    /// A part as an ONNX model.
    ///
    /// The decoder makes `means` [batch, 1, height, width] of `latent` [batch, latent] and `labels` [batch]; the encoder `mean`
    /// and `log_variance`, each [batch, latent], of `pictures` [batch, 1, height, width] and `labels`. Throws `ONNXError`.
    public func onnx(_ part: ModelPart) throws -> ONNXModel {
        let graph = ONNXGraph(named: "\(CVAEProgram.name)-\(part)")
        switch part {
        case .encoder: try addEncoder(to: graph)
        case .decoder: try addDecoder(to: graph)
        }
        let summary =
            part == .encoder ? "Tells the style of a picture of a class" : "Draws pictures of a class from a style"
        return ONNXModel(
            graph,
            documentation: "\(summary): the \(part) of a conditional variational autoencoder. Classes: "
                + format.classNames.joined(separator: ", "),
            metadata: [
                "labels": try JSON.line(format.classNames), "likelihood": likelihood.summary,
                "model": try JSON.line(configuration),
            ])
    }

    private var pictureShape: [ONNXDimension] { [Self.batch, 1, .size(format.height), .size(format.width)] }

    private var latentShape: [ONNXDimension] { [Self.batch, .size(configuration.latent)] }

    private func addEncoder(to graph: ONNXGraph) throws {
        let pictures = graph.input(
            "pictures", shape: pictureShape,
            "grey levels from 0 for black to 1 for white, prepared as the metadata's likelihood says")
        let parameters = try network.appendEncoder(to: graph, pictures, classes: classes(in: graph))
        graph.output(parameters.mean, as: "mean", shape: latentShape, "means of q(z|x, y)")
        graph.output(
            parameters.logVariance, as: "log_variance", shape: latentShape,
            "logarithms of the variances of q(z|x, y)")
    }

    private func addDecoder(to graph: ONNXGraph) throws {
        let latent = graph.input("latent", shape: latentShape, "z; drawn from N(0, 1) for pictures of the prior")
        let logits = try network.appendDecoder(
            to: graph, latent, classes: classes(in: graph), classCount: format.classCount)
        graph.output(
            graph.node("Sigmoid", [logits], named: "decoder"), as: "means", shape: pictureShape,
            "means of the pixels, from 0 for black to 1 for white")
    }

    /// Adds the input of class numbers; gives the classes one-hot, [batch, classes]. A number beyond the classes is an error when
    /// the model runs, since there is no such row.
    private func classes(in graph: ONNXGraph) -> ONNXValue {
        let labels = graph.input("labels", .int64, shape: [Self.batch], "numbers of classes, from 0")
        let numbers = (0..<format.classCount).map { Int32($0) }
        let rows = graph.constant(
            oneHot(numbers, classes: format.classCount, in: context), named: "classes.rows")
        return graph.node("Gather", [rows, labels], ["axis": .int(0)], named: "classes")
    }
}
