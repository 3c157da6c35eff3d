import SwiftProtobuf

/// One entry of an event file; the fields that are used of `tensorflow.Event` (tensorflow/core/util/event.proto).
struct EventMessage: Message, Equatable {
    /// Seconds since 1970.
    var wallTime = 0.0
    /// The step, or here the epoch, that it tells of.
    var step: Int64 = 0
    /// Version of the format, in the first entry of a file.
    var fileVersion: String?
    /// Values, in all other entries.
    var summary: SummaryMessage?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "tensorflow.Event"

    private enum Field {
        static let (wallTime, step, fileVersion, summary) = (1, 2, 3, 5)
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.wallTime: try decoder.decodeSingularDoubleField(value: &wallTime)
            case Field.step: try decoder.decodeSingularInt64Field(value: &step)
            case Field.fileVersion: try decoder.decodeSingularStringField(value: &fileVersion)
            case Field.summary: try decoder.decodeSingularMessageField(value: &summary)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if wallTime != 0 { try visitor.visitSingularDoubleField(value: wallTime, fieldNumber: Field.wallTime) }
        if step != 0 { try visitor.visitSingularInt64Field(value: step, fieldNumber: Field.step) }
        if let fileVersion {
            try visitor.visitSingularStringField(value: fileVersion, fieldNumber: Field.fileVersion)
        }
        if let summary { try visitor.visitSingularMessageField(value: summary, fieldNumber: Field.summary) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
