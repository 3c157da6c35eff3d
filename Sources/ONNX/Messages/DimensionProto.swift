import SwiftProtobuf

/// The size of an axis: a number, or the name of one that is known when the model runs.
///
/// The fields that are used of `onnx.TensorShapeProto.Dimension` (onnx/onnx.proto of the ONNX project).
struct DimensionProto: Message, Equatable {
    /// The size.
    var value: Int64?
    /// The name.
    var parameter: String?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.TensorShapeProto.Dimension"

    private enum Field {
        static let value = 1
        static let parameter = 2
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.value: try decoder.decodeSingularInt64Field(value: &value)
            case Field.parameter: try decoder.decodeSingularStringField(value: &parameter)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let value { try visitor.visitSingularInt64Field(value: value, fieldNumber: Field.value) }
        if let parameter { try visitor.visitSingularStringField(value: parameter, fieldNumber: Field.parameter) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
