import Foundation
import SwiftProtobuf
import SwiftletTensor
import SwiftletTrain

/// A graph with words about it, as an ONNX file holds it: what other programs need to run a trained model.
///
/// The file is a `ModelProto` of https://github.com/onnx/onnx in version 8 of the format, with version 17 of the operators.
public struct ONNXModel {
    /// What is computed.
    public let graph: ONNXGraph
    /// What the model does, for people.
    public var documentation: String
    /// Words by name: what a program needs to use the model, such as the names of classes.
    public var metadata: [String: String]

    private static let formatVersion: Int64 = 8
    private static let operatorSetVersion: Int64 = 17
    /// Most bytes of weights: a protocol buffer has less than 2 GiB, of which names and words take a little.
    private static let maximumConstantBytes = (1 << 31) - (1 << 26)

    /// A model of its parts.
    public init(_ graph: ONNXGraph, documentation: String, metadata: [String: String] = [:]) {
        self.graph = graph
        self.documentation = documentation
        self.metadata = metadata
    }

    /// The bytes of the file. The same model has the same bytes. Throws `ONNXError` if they are too many for the format.
    public func encoded() throws -> Data {
        guard graph.constantByteCount <= Self.maximumConstantBytes else {
            throw ONNXError(
                "the weights of '\(graph.name)' have \(graph.constantByteCount) bytes, but an ONNX file holds less than 2 GiB"
            )
        }
        let message = ModelProto(
            irVersion: Self.formatVersion, producerName: "Swiftlet", producerVersion: SwiftletVersion.string,
            documentation: documentation,
            graph: graph.message(documentation: documentation),
            operatorSets: [OperatorSetIdProto(domain: "", version: Self.operatorSetVersion)],
            metadata: metadata.sorted { $0.key < $1.key }.map { StringStringEntryProto(key: $0.key, value: $0.value) })
        do {
            return try message.serializedBytes()
        } catch {
            throw ONNXError("the model '\(graph.name)' cannot be encoded: \(error)")
        }
    }

    /// Writes the file, whole or not at all, replacing one that is there; gives the number of its bytes. Throws `ONNXError`,
    /// or `RunError` if it cannot be written.
    @discardableResult public func write(to path: String) throws -> Int {
        let data = try encoded()
        try AtomicFile.write(data, to: path)
        return data.count
    }
}
