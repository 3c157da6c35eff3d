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
