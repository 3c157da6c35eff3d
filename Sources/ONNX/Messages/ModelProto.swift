import SwiftProtobuf

/// A whole model: what a file holds.
///
/// The fields that are used of `onnx.ModelProto` (onnx/onnx.proto of the ONNX project).
struct ModelProto: Message, Equatable {
    /// Version of the format itself.
    var irVersion: Int64?
    /// The program that wrote it.
    var producerName: String?
    /// Its version.
    var producerVersion: String?
    /// What the model does, for people.
    var documentation: String?
    /// What is computed.
    var graph: GraphProto?
    /// Versions of the sets of operators that the graph is made of.
    var operatorSets: [OperatorSetIdProto] = []
    /// Words by name.
    var metadata: [StringStringEntryProto] = []
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.ModelProto"

    private enum Field {
        static let irVersion = 1
        static let producerName = 2
        static let producerVersion = 3
        static let documentation = 6
        static let graph = 7
        static let operatorSets = 8
        static let metadata = 14
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.irVersion: try decoder.decodeSingularInt64Field(value: &irVersion)
            case Field.producerName: try decoder.decodeSingularStringField(value: &producerName)
            case Field.producerVersion: try decoder.decodeSingularStringField(value: &producerVersion)
            case Field.documentation: try decoder.decodeSingularStringField(value: &documentation)
            case Field.graph: try decoder.decodeSingularMessageField(value: &graph)
            case Field.operatorSets: try decoder.decodeRepeatedMessageField(value: &operatorSets)
            case Field.metadata: try decoder.decodeRepeatedMessageField(value: &metadata)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let irVersion { try visitor.visitSingularInt64Field(value: irVersion, fieldNumber: Field.irVersion) }
        if let producerName {
            try visitor.visitSingularStringField(value: producerName, fieldNumber: Field.producerName)
        }
        if let producerVersion {
            try visitor.visitSingularStringField(value: producerVersion, fieldNumber: Field.producerVersion)
        }
        if let documentation {
            try visitor.visitSingularStringField(value: documentation, fieldNumber: Field.documentation)
        }
        if let graph { try visitor.visitSingularMessageField(value: graph, fieldNumber: Field.graph) }
        if !operatorSets.isEmpty {
            try visitor.visitRepeatedMessageField(value: operatorSets, fieldNumber: Field.operatorSets)
        }
        if !metadata.isEmpty { try visitor.visitRepeatedMessageField(value: metadata, fieldNumber: Field.metadata) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
