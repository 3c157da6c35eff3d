import SwiftProtobuf

/// The computation: nodes in an order in which each finds its inputs.
///
/// The fields that are used of `onnx.GraphProto` (onnx/onnx.proto of the ONNX project).
struct GraphProto: Message, Equatable {
    /// Calls of operators.
    var nodes: [NodeProto] = []
    /// Its name.
    var name: String?
    /// Weights and other constants.
    var initializers: [TensorProto] = []
    /// What it does, for people.
    var documentation: String?
    /// What it is given.
    var inputs: [ValueInfoProto] = []
    /// What it gives.
    var outputs: [ValueInfoProto] = []
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.GraphProto"

    private enum Field {
        static let nodes = 1
        static let name = 2
        static let initializers = 5
        static let documentation = 10
        static let inputs = 11
        static let outputs = 12
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.nodes: try decoder.decodeRepeatedMessageField(value: &nodes)
            case Field.name: try decoder.decodeSingularStringField(value: &name)
            case Field.initializers: try decoder.decodeRepeatedMessageField(value: &initializers)
            case Field.documentation: try decoder.decodeSingularStringField(value: &documentation)
            case Field.inputs: try decoder.decodeRepeatedMessageField(value: &inputs)
            case Field.outputs: try decoder.decodeRepeatedMessageField(value: &outputs)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if !nodes.isEmpty { try visitor.visitRepeatedMessageField(value: nodes, fieldNumber: Field.nodes) }
        if let name { try visitor.visitSingularStringField(value: name, fieldNumber: Field.name) }
        if !initializers.isEmpty {
            try visitor.visitRepeatedMessageField(value: initializers, fieldNumber: Field.initializers)
        }
        if let documentation {
            try visitor.visitSingularStringField(value: documentation, fieldNumber: Field.documentation)
        }
        if !inputs.isEmpty { try visitor.visitRepeatedMessageField(value: inputs, fieldNumber: Field.inputs) }
        if !outputs.isEmpty { try visitor.visitRepeatedMessageField(value: outputs, fieldNumber: Field.outputs) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
