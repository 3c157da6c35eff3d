import Foundation
import SwiftProtobuf

/// An option of an operator. Of its values the one that its type names is there.
///
/// The fields that are used of `onnx.AttributeProto` (onnx/onnx.proto of the ONNX project).
struct AttributeProto: Message, Equatable {
    /// What kind of value an attribute has (`onnx.AttributeProto.AttributeType`).
    enum Kind: Int, Enum {
        case undefined = 0
        case float = 1
        case int = 2
        case string = 3
        case ints = 7

        init() { self = .undefined }
    }

    /// Its name.
    var name: String?
    /// A number.
    var float: Float?
    /// An integer.
    var int: Int64?
    /// A string.
    var string: Data?
    /// Integers.
    var ints: [Int64] = []
    /// Which of the values is there.
    var type: Kind?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.AttributeProto"

    private enum Field {
        static let name = 1
        static let float = 2
        static let int = 3
        static let string = 4
        static let ints = 8
        static let type = 20
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.name: try decoder.decodeSingularStringField(value: &name)
            case Field.float: try decoder.decodeSingularFloatField(value: &float)
            case Field.int: try decoder.decodeSingularInt64Field(value: &int)
            case Field.string: try decoder.decodeSingularBytesField(value: &string)
            case Field.ints: try decoder.decodeRepeatedInt64Field(value: &ints)
            case Field.type: try decoder.decodeSingularEnumField(value: &type)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let name { try visitor.visitSingularStringField(value: name, fieldNumber: Field.name) }
        if let float { try visitor.visitSingularFloatField(value: float, fieldNumber: Field.float) }
        if let int { try visitor.visitSingularInt64Field(value: int, fieldNumber: Field.int) }
        if let string { try visitor.visitSingularBytesField(value: string, fieldNumber: Field.string) }
        if !ints.isEmpty { try visitor.visitRepeatedInt64Field(value: ints, fieldNumber: Field.ints) }
        if let type { try visitor.visitSingularEnumField(value: type, fieldNumber: Field.type) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
