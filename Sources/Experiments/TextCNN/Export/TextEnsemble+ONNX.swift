import SwiftletData
import SwiftletONNX
import SwiftletTrain

extension TextEnsemble {
    private static let batch: ONNXDimension = "batch"

    /// The classifier as an ONNX model: `tokens` [batch, length] to `probabilities` [batch, classes], and for a single network
    /// to its `logits` as well.
    ///
    /// Its metadata are the names of the classes ("labels"), the words by number ("vocabulary") and how texts become words
    /// ("tokenizer"). Throws `RunError` if the networks number words differently.
    public func onnx() throws -> ONNXModel {
        let encoder = members[0].encoder
        guard members.allSatisfy({ $0.encoder.vocabulary == encoder.vocabulary }) else {
            throw RunError(
                "the networks of the ensemble number words differently, so one ONNX model cannot serve all of them; export one "
                    + "checkpoint at a time")
        }
        let graph = ONNXGraph(named: TextCNNProgram.name)
        let tokens = graph.input(
            "tokens", .int64, shape: [Self.batch, "length"],
            "numbers of words in the vocabulary, \(Vocabulary.unknown) for unknown ones; \(Vocabulary.padding) fills short sentences up"
        )
        let lengths = Self.lengths(of: tokens, in: graph)
        let outputShape = [Self.batch, .size(labels.count)]
        let logits = members.enumerated().map { index, member in
            member.model.append(
                to: graph, tokens, lengths: lengths, named: members.count == 1 ? "" : "member-\(index + 1)")
        }
        if logits.count == 1 { graph.output(logits[0], as: "logits", shape: outputShape, "one a class") }
        var probabilities = logits.map { graph.node("Softmax", [$0], ["axis": .int(1)], named: "probabilities") }
        if probabilities.count > 1 {
            probabilities = [graph.node("Mean", probabilities, named: "ensemble")]
        }
        graph.output(
            probabilities[0], as: "probabilities", shape: outputShape,
            "of each class, in the order of the metadata's labels")
        return ONNXModel(
            graph,
            documentation: "Classifies sentences by a convolutional network over word vectors (Kim 2014). Classes: "
                + labels.names.joined(separator: ", "),
            metadata: [
                "labels": try JSON.line(labels.names), "tokenizer": try JSON.line(tokenizer),
                "vocabulary": encoder.vocabulary.words.joined(separator: "\n"),
            ])
    }

    /// The number of each sentence's tokens, [batch, 1]: the place of its last token that is not padding.
    private static func lengths(of tokens: ONNXValue, in graph: ONNXGraph) -> ONNXValue {
        let path = "lengths"
        let padding = graph.constant(Int(Vocabulary.padding), named: "\(path).padding")
        let one = graph.constant(1, named: "\(path).one")
        let axis = graph.constant(1, named: "\(path).axis")
        let length = graph.node(
            "Gather", [graph.node("Shape", [tokens], named: path), axis], ["axis": .int(0)], named: path)
        let places = graph.node("Range", [one, graph.node("Add", [length, one], named: path), one], named: path)
        let isPadding = graph.node("Equal", [tokens, padding], named: path)
        let filled = graph.node("Where", [isPadding, padding, places], named: path)
        return graph.node("ReduceMax", [filled], ["axes": .ints([1]), "keepdims": .int(1)], named: path)
    }
}
