import Foundation
import SwiftletTensor

#if _endian(big)
    #error("ONNX files hold little-endian numbers, which are written here as they lie in memory")
#endif

/// A computation that is put together operator by operator, from its inputs to its outputs.
///
///     let graph = ONNXGraph(named: "classifier")
///     let images = graph.input("images", shape: ["batch", 1, 28, 28], "gray levels from 0 to 1")
///     let logits = try network.append(to: graph, images, named: "network")
///     graph.output(logits, as: "logits", shape: ["batch", 10], "one a class")
///
/// Operators are those of version 17 of ONNX's set. Names follow from the calls, so that the same calls make the same file.
public final class ONNXGraph {
    /// Its name.
    public let name: String
    /// What it is given, in the order of the calls.
    public private(set) var inputs: [ONNXPort] = []
    /// What it gives, in the order of the calls.
    public private(set) var outputs: [ONNXPort] = []
    private var nodes: [NodeProto] = []
    private var constants: [TensorProto] = []
    private var names: Set<String> = []

    /// An empty graph.
    public init(named name: String) {
        self.name = name
    }

    /// Adds an input. No two inputs may have the same name.
    public func input(
        _ name: String, _ type: ONNXElementType = .float32, shape: [ONNXDimension], _ documentation: String
    ) -> ONNXValue {
        claim(name)
        inputs.append(ONNXPort(name: name, type: type, shape: shape, documentation: documentation))
        return ONNXValue(name: name, rank: shape.count)
    }

    /// Makes a value an output. No two outputs may have the same name.
    public func output(
        _ value: ONNXValue, as name: String, _ type: ONNXElementType = .float32, shape: [ONNXDimension],
        _ documentation: String
    ) {
        claim(name)
        nodes.append(
            NodeProto(inputs: [value.name], outputs: [name], name: unused("\(name)/Identity"), operatorType: "Identity")
        )
        outputs.append(ONNXPort(name: name, type: type, shape: shape, documentation: documentation))
    }

    /// A constant of single precision, such as a weight.
    public func constant(_ tensor: Tensor, named name: String) -> ONNXValue {
        let bytes = tensor.withUnsafeElements { Data(buffer: $0) }
        return constant(bytes, .float32, tensor.shape.dimensions, named: name)
    }

    /// A constant number of single precision, without axes.
    public func constant(_ number: Float, named name: String) -> ONNXValue {
        constant(withUnsafeBytes(of: number) { Data($0) }, .float32, [], named: name)
    }

    /// A constant number of double precision, without axes.
    func constant(double number: Double, named name: String) -> ONNXValue {
        constant(withUnsafeBytes(of: number) { Data($0) }, .float64, [], named: name)
    }

    /// Constant numbers of single precision; a list, unless a shape is given.
    func constant(_ numbers: [Float], shape: [Int]? = nil, named name: String) -> ONNXValue {
        constant(numbers.withUnsafeBytes { Data($0) }, .float32, shape ?? [numbers.count], named: name)
    }

    /// A constant list of integers, such as axes.
    public func constant(_ numbers: [Int], named name: String) -> ONNXValue {
        constant(numbers.map { Int64($0) }.withUnsafeBytes { Data($0) }, .int64, [numbers.count], named: name)
    }

    /// A constant integer, without axes.
    public func constant(_ number: Int, named name: String) -> ONNXValue {
        constant(withUnsafeBytes(of: Int64(number)) { Data($0) }, .int64, [], named: name)
    }

    private func constant(
        _ bytes: Data, _ type: ONNXElementType, _ dimensions: [Int], named name: String
    ) -> ONNXValue {
        let name = unused(name)
        constants.append(
            TensorProto(
                dimensions: dimensions.map { Int64($0) }, elementType: type.rawValue, name: name, rawData: bytes))
        return ONNXValue(name: name, rank: dimensions.count)
    }

    /// Adds a call of an operator with one output. `path` is where in the model it stands, and becomes part of its name.
    public func node(
        _ operatorType: String, _ inputs: [ONNXValue], _ attributes: [String: ONNXAttribute] = [:], named path: String
    ) -> ONNXValue {
        let name = unused("\(path)/\(operatorType)")
        nodes.append(
            NodeProto(
                inputs: inputs.map(\.name), outputs: [name], name: name, operatorType: operatorType,
                attributes: attributes.sorted { $0.key < $1.key }.map { $0.value.message(named: $0.key) }))
        return ONNXValue(name: name, rank: OperatorRank.rank(of: operatorType, inputs))
    }

    /// Bytes of all constants.
    var constantByteCount: Int { constants.reduce(0) { $0 + ($1.rawData?.count ?? 0) } }

    func message(documentation: String) -> GraphProto {
        GraphProto(
            nodes: nodes, name: name, initializers: constants, documentation: documentation,
            inputs: inputs.map(\.message), outputs: outputs.map(\.message))
    }

    /// Takes a name that nothing else may have.
    private func claim(_ name: String) {
        require(names.insert(name).inserted, "the graph '\(self.name)' has two values named '\(name)'")
    }

    /// The name, with a number after it if it is taken.
    private func unused(_ name: String) -> String {
        var candidate = name
        var number = 1
        while !names.insert(candidate).inserted {
            number += 1
            candidate = "\(name)_\(number)"
        }
        return candidate
    }
}
