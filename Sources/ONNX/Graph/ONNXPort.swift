/// An input or an output of a model, as a user meets it.
public struct ONNXPort: Equatable, Sendable, CustomStringConvertible {
    /// Its name.
    public let name: String
    /// What numbers it holds.
    public let type: ONNXElementType
    /// Sizes of its axes.
    public let shape: [ONNXDimension]
    /// What it holds, for people.
    public let documentation: String

    /// "tokens int64 [batch, length]".
    public var description: String {
        "\(name) \(type) [\(shape.map(\.description).joined(separator: ", "))]"
    }

    var message: ValueInfoProto {
        let tensor = TensorTypeProto(
            elementType: type.rawValue, shape: TensorShapeProto(dimensions: shape.map(\.message)))
        return ValueInfoProto(name: name, type: TypeProto(tensor: tensor), documentation: documentation)
    }
}
