import SwiftProtobuf

/// One call of an operator.
///
/// The fields that are used of `onnx.NodeProto` (onnx/onnx.proto of the ONNX project).
struct NodeProto: Message, Equatable {
    /// Names of the values that it reads.
    var inputs: [String] = []
    /// Names of the values that it makes.
    var outputs: [String] = []
    /// Its name.
    var name: String?
    /// The operator: "Conv".
    var operatorType: String?
    /// The operator's options.
    var attributes: [AttributeProto] = []
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.NodeProto"

    private enum Field {
        static let inputs = 1
        static let outputs = 2
        static let name = 3
        static let operatorType = 4
        static let attributes = 5
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.inputs: try decoder.decodeRepeatedStringField(value: &inputs)
            case Field.outputs: try decoder.decodeRepeatedStringField(value: &outputs)
            case Field.name: try decoder.decodeSingularStringField(value: &name)
            case Field.operatorType: try decoder.decodeSingularStringField(value: &operatorType)
            case Field.attributes: try decoder.decodeRepeatedMessageField(value: &attributes)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if !inputs.isEmpty { try visitor.visitRepeatedStringField(value: inputs, fieldNumber: Field.inputs) }
        if !outputs.isEmpty { try visitor.visitRepeatedStringField(value: outputs, fieldNumber: Field.outputs) }
        if let name { try visitor.visitSingularStringField(value: name, fieldNumber: Field.name) }
        if let operatorType {
            try visitor.visitSingularStringField(value: operatorType, fieldNumber: Field.operatorType)
        }
        if !attributes.isEmpty {
            try visitor.visitRepeatedMessageField(value: attributes, fieldNumber: Field.attributes)
        }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
