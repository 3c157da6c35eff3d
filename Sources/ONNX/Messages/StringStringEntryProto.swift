import SwiftProtobuf

/// A word by name.
///
/// The fields that are used of `onnx.StringStringEntryProto` (onnx/onnx.proto of the ONNX project).
struct StringStringEntryProto: Message, Equatable {
    /// The name.
    var key: String?
    /// The word.
    var value: String?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.StringStringEntryProto"

    private enum Field {
        static let key = 1
        static let value = 2
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.key: try decoder.decodeSingularStringField(value: &key)
            case Field.value: try decoder.decodeSingularStringField(value: &value)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let key { try visitor.visitSingularStringField(value: key, fieldNumber: Field.key) }
        if let value { try visitor.visitSingularStringField(value: value, fieldNumber: Field.value) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
