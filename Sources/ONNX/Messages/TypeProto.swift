import SwiftProtobuf

/// The type of a value, here always a tensor.
///
/// The fields that are used of `onnx.TypeProto` (onnx/onnx.proto of the ONNX project).
struct TypeProto: Message, Equatable {
    /// The tensor's type.
    var tensor: TensorTypeProto?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.TypeProto"

    private enum Field {
        static let tensor = 1
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.tensor: try decoder.decodeSingularMessageField(value: &tensor)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let tensor { try visitor.visitSingularMessageField(value: tensor, fieldNumber: Field.tensor) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
