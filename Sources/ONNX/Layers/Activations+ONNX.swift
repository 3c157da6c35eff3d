import SwiftletNN
import SwiftletTensor

extension Activation {
    /// Adds the function as an operator of its own, unless it is the identity.
    func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        switch self {
        case .identity: input
        case .relu: graph.node("Relu", [input], named: path)
        case .leakyRelu(let slope): graph.node("LeakyRelu", [input], ["alpha": .float(slope)], named: path)
        case .sigmoid: graph.node("Sigmoid", [input], named: path)
        case .tanh: graph.node("Tanh", [input], named: path)
        }
    }
}

extension ReLU: ONNXLayer {
    /// Adds `Relu`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        Activation.relu.append(to: graph, input, named: path)
    }
}

extension LeakyReLU: ONNXLayer {
    /// Adds `LeakyRelu`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        Activation.leakyRelu(slope: slope).append(to: graph, input, named: path)
    }
}

extension Sigmoid: ONNXLayer {
    /// Adds `Sigmoid`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        Activation.sigmoid.append(to: graph, input, named: path)
    }
}

extension Tanh: ONNXLayer {
    /// Adds `Tanh`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        Activation.tanh.append(to: graph, input, named: path)
    }
}

extension SiLU: ONNXLayer {
    /// Adds `Sigmoid` and its product with the input.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("Mul", [input, graph.node("Sigmoid", [input], named: path)], named: path)
    }
}

extension Softplus: ONNXLayer {
    /// Adds `Softplus`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("Softplus", [input], named: path)
    }
}

extension ELU: ONNXLayer {
    /// Adds `Elu`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("Elu", [input], ["alpha": .float(alpha)], named: path)
    }
}

extension PReLU: ONNXLayer {
    /// Adds `PRelu`. With a slope for each channel the number of the input's axes must be known.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) throws -> ONNXValue {
        var slopes = weight.value
        if slopes.count > 1 {
            guard let rank = input.rank else {
                throw ONNXError(
                    "the layer '\(path)' has a slope for each channel, but how many axes its input has is not known; "
                        + "give it with `withRank`")
            }
            slopes = slopes.aligned(axis: 1, rank: rank)
        }
        return graph.node(
            "PRelu", [input, graph.constant(slopes, named: joinedPath(path, "weight"))], named: path)
    }
}

extension Softmax: ONNXLayer {
    /// Adds `Softmax`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("Softmax", [input], ["axis": .int(axis)], named: path)
    }
}

extension LogSoftmax: ONNXLayer {
    /// Adds `LogSoftmax`.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        graph.node("LogSoftmax", [input], ["axis": .int(axis)], named: path)
    }
}
