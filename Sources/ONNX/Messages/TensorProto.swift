import Foundation
import SwiftProtobuf

/// Numbers with a shape.
///
/// The fields that are used of `onnx.TensorProto` (onnx/onnx.proto of the ONNX project).
struct TensorProto: Message, Equatable {
    /// Sizes of the axes.
    var dimensions: [Int64] = []
    /// Code of an `ONNXElementType`.
    var elementType: Int32?
    /// Its name.
    var name: String?
    /// The numbers in little-endian order, row by row.
    var rawData: Data?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "onnx.TensorProto"

    private enum Field {
        static let dimensions = 1
        static let elementType = 2
        static let name = 8
        static let rawData = 9
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.dimensions: try decoder.decodeRepeatedInt64Field(value: &dimensions)
            case Field.elementType: try decoder.decodeSingularInt32Field(value: &elementType)
            case Field.name: try decoder.decodeSingularStringField(value: &name)
            case Field.rawData: try decoder.decodeSingularBytesField(value: &rawData)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if !dimensions.isEmpty { try visitor.visitRepeatedInt64Field(value: dimensions, fieldNumber: Field.dimensions) }
        if let elementType { try visitor.visitSingularInt32Field(value: elementType, fieldNumber: Field.elementType) }
        if let name { try visitor.visitSingularStringField(value: name, fieldNumber: Field.name) }
        if let rawData { try visitor.visitSingularBytesField(value: rawData, fieldNumber: Field.rawData) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
