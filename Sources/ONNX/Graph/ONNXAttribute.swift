import Foundation

/// The value of an operator's option.
public enum ONNXAttribute: Equatable, Sendable {
    /// An integer.
    case int(Int)
    /// Integers.
    case ints([Int])
    /// A number.
    case float(Float)
    /// A string.
    case string(String)

    func message(named name: String) -> AttributeProto {
        switch self {
        case .int(let value): AttributeProto(name: name, int: Int64(value), type: .int)
        case .ints(let values): AttributeProto(name: name, ints: values.map { Int64($0) }, type: .ints)
        case .float(let value): AttributeProto(name: name, float: value, type: .float)
        case .string(let text): AttributeProto(name: name, string: Data(text.utf8), type: .string)
        }
    }
}
