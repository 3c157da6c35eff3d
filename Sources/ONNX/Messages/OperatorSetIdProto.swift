import SwiftProtobuf

/// A version of a set of operators.
///
/// The fields that are used of `onnx.OperatorSetIdProto` (onnx/onnx.proto of the ONNX project).
struct OperatorSetIdProto: Message, Equatable {
    /// The set; empty for that of ONNX itself.
    var domain: String?
    /// The version.
    var version: Int64?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.OperatorSetIdProto"

    private enum Field {
        static let domain = 1
        static let version = 2
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.domain: try decoder.decodeSingularStringField(value: &domain)
            case Field.version: try decoder.decodeSingularInt64Field(value: &version)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let domain { try visitor.visitSingularStringField(value: domain, fieldNumber: Field.domain) }
        if let version { try visitor.visitSingularInt64Field(value: version, fieldNumber: Field.version) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
