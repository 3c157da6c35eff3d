import SwiftProtobuf

/// The type of a tensor.
///
/// The fields that are used of `onnx.TypeProto.Tensor` (onnx/onnx.proto of the ONNX project).
struct TensorTypeProto: Message, Equatable {
    /// Code of an `ONNXElementType`.
    var elementType: Int32?
    /// Sizes of the axes.
    var shape: TensorShapeProto?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.TypeProto.Tensor"

    private enum Field {
        static let elementType = 1
        static let shape = 2
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.elementType: try decoder.decodeSingularInt32Field(value: &elementType)
            case Field.shape: try decoder.decodeSingularMessageField(value: &shape)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let elementType { try visitor.visitSingularInt32Field(value: elementType, fieldNumber: Field.elementType) }
        if let shape { try visitor.visitSingularMessageField(value: shape, fieldNumber: Field.shape) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
