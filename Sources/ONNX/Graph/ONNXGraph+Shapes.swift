// Sizes that are known when the model runs are computed in the graph, so no layer need know the shape of its input.
extension ONNXGraph {
    /// The sizes of some of a value's axes, as a list.
    func sizes(of value: ONNXValue, axes: Range<Int>, named path: String) -> ONNXValue {
        node("Shape", [value], ["start": .int(axes.lowerBound), "end": .int(axes.upperBound)], named: path)
    }

    /// The same elements in another shape, in which 0 keeps the size of the axis and -1 takes what is left.
    func reshaped(_ value: ONNXValue, to shape: [Int], named path: String) -> ONNXValue {
        node("Reshape", [value, constant(shape, named: joinedPath(path, "shape"))], named: path)
            .withRank(shape.count)
    }

    /// The numbers as others; a fraction is cut off where whole ones are asked for.
    func cast(_ value: ONNXValue, to type: ONNXElementType, named path: String) -> ONNXValue {
        node("Cast", [value], ["to": .int(Int(type.rawValue))], named: path)
    }
}
