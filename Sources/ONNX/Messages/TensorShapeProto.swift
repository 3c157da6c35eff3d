import SwiftProtobuf

/// The sizes of a tensor's axes.
///
/// The fields that are used of `onnx.TensorShapeProto` (onnx/onnx.proto of the ONNX project).
struct TensorShapeProto: Message, Equatable {
    /// Sizes, outermost first.
    var dimensions: [DimensionProto] = []
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.TensorShapeProto"

    private enum Field {
        static let dimensions = 1
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.dimensions: try decoder.decodeRepeatedMessageField(value: &dimensions)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if !dimensions.isEmpty {
            try visitor.visitRepeatedMessageField(value: dimensions, fieldNumber: Field.dimensions)
        }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
