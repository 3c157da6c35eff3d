import Foundation
import SwiftProtobuf

/// Values of one step; `tensorflow.Summary` (tensorflow/core/framework/summary.proto).
struct SummaryMessage: Message, Equatable {
    /// The values.
    var values: [SummaryValueMessage] = []
    var unknownFields = UnknownStorage()

    static let protoMessageName = "tensorflow.Summary"

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            if number == 1 { try decoder.decodeRepeatedMessageField(value: &values) }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if !values.isEmpty { try visitor.visitRepeatedMessageField(value: values, fieldNumber: 1) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}

/// A number or a picture with its name; the fields that are used of `tensorflow.Summary.Value`.
struct SummaryValueMessage: Message, Equatable {
    /// The name; what goes before a slash groups it with others.
    var tag = ""
    /// A number. Of this and the picture one is there.
    var simpleValue: Float?
    /// A picture.
    var image: SummaryImageMessage?
    var unknownFields = UnknownStorage()

    static let protoMessageName = "tensorflow.Summary.Value"

    private enum Field {
        static let (tag, simpleValue, image) = (1, 2, 4)
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.tag: try decoder.decodeSingularStringField(value: &tag)
            case Field.simpleValue: try decoder.decodeSingularFloatField(value: &simpleValue)
            case Field.image: try decoder.decodeSingularMessageField(value: &image)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if !tag.isEmpty { try visitor.visitSingularStringField(value: tag, fieldNumber: Field.tag) }
        if let simpleValue { try visitor.visitSingularFloatField(value: simpleValue, fieldNumber: Field.simpleValue) }
        if let image { try visitor.visitSingularMessageField(value: image, fieldNumber: Field.image) }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}

/// A picture in a file format; `tensorflow.Summary.Image`.
struct SummaryImageMessage: Message, Equatable {
    /// Pixels.
    var height: Int32 = 0
    /// Pixels.
    var width: Int32 = 0
    /// 1 grey, 2 grey with alpha, 3 RGB, 4 RGB with alpha.
    var colorspace: Int32 = 0
    /// A whole file, such as a PNG.
    var encodedImage = Data()
    var unknownFields = UnknownStorage()

    static let protoMessageName = "tensorflow.Summary.Image"

    private enum Field {
        static let (height, width, colorspace, encodedImage) = (1, 2, 3, 4)
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let number = try decoder.nextFieldNumber() {
            switch number {
            case Field.height: try decoder.decodeSingularInt32Field(value: &height)
            case Field.width: try decoder.decodeSingularInt32Field(value: &width)
            case Field.colorspace: try decoder.decodeSingularInt32Field(value: &colorspace)
            case Field.encodedImage: try decoder.decodeSingularBytesField(value: &encodedImage)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        for (value, number) in [(height, Field.height), (width, Field.width), (colorspace, Field.colorspace)]
        where value != 0 {
            try visitor.visitSingularInt32Field(value: value, fieldNumber: number)
        }
        if !encodedImage.isEmpty {
            try visitor.visitSingularBytesField(value: encodedImage, fieldNumber: Field.encodedImage)
        }
        try unknownFields.traverse(visitor: &visitor)
    }

    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}
