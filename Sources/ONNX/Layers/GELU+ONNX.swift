import SwiftletNN
import SwiftletTensor

extension GELU: ONNXLayer {
    /// Adds the product of the input and (1 + `Erf`) / 2 or (1 + `Tanh`) / 2; version 20 of ONNX alone has an operator for it.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        func node(_ operatorType: String, _ inputs: ONNXValue...) -> ONNXValue {
            graph.node(operatorType, inputs, named: path)
        }
        func constant(_ number: Float, _ name: String) -> ONNXValue {
            graph.constant(number, named: joinedPath(path, name))
        }
        let symmetric: ONNXValue
        switch approximation {
        case .none:
            symmetric = node("Erf", node("Mul", input, constant(Float(0.5).squareRoot(), "scale")))
        case .tanh:
            let cube = node("Mul", node("Mul", input, input), input)
            let sum = node("Add", input, node("Mul", cube, constant(0.044715, "cubic")))
            symmetric = node("Tanh", node("Mul", sum, constant((2 / Float.pi).squareRoot(), "scale")))
        }
        let doubled = node("Add", symmetric, constant(1, "one"))
        return node("Mul", node("Mul", input, doubled), constant(0.5, "half"))
    }
}
