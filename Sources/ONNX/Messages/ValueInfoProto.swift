import SwiftProtobuf

/// Name and type of an input or an output.
///
/// The fields that are used of `onnx.ValueInfoProto` (onnx/onnx.proto of the ONNX project).
struct ValueInfoProto: Message, Equatable {
    /// Its name.
    var name: String?
    /// Its type.
    var type: TypeProto?
    /// What it holds, for people.
    var documentation: String?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.ValueInfoProto"

    private enum Field {
        static let name = 1
        static let type = 2
        static let documentation = 3
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.name: try decoder.decodeSingularStringField(value: &name)
            case Field.type: try decoder.decodeSingularMessageField(value: &type)
            case Field.documentation: try decoder.decodeSingularStringField(value: &documentation)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let name { try visitor.visitSingularStringField(value: name, fieldNumber: Field.name) }
        if let type { try visitor.visitSingularMessageField(value: type, fieldNumber: Field.type) }
        if let documentation {
            try visitor.visitSingularStringField(value: documentation, fieldNumber: Field.documentation)
        }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
