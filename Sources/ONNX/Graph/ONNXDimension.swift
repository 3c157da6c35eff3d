/// The size of an axis of an input or an output.
public enum ONNXDimension: Equatable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A size that the model fixes.
    case size(Int)
    /// A size that is known when the model runs. It is the same wherever the name stands.
    case named(String)

    /// A fixed size.
    public init(integerLiteral size: Int) { self = .size(size) }

    /// A name, such as "batch".
    public init(stringLiteral name: String) { self = .named(name) }

    var message: DimensionProto {
        switch self {
        case .size(let size): DimensionProto(value: Int64(size))
        case .named(let name): DimensionProto(parameter: name)
        }
    }
}

extension ONNXDimension: CustomStringConvertible {
    /// "28" or "batch".
    public var description: String {
        switch self {
        case .size(let size): "\(size)"
        case .named(let name): name
        }
    }
}
