import SwiftletONNX
import SwiftletTensor

/// The part of a graph that pools over those windows of a kernel which hold real tokens only.
struct WindowMask {
    private let graph: ONNXGraph
    private let place: String
    /// Windows of real tokens in each sentence, [batch, 1]; one where the sentence is shorter than the kernel.
    private let counts: ONNXValue

    /// Adds the numbers of windows, max(length - kernel + 1, 1).
    init(of kernelSize: Int, _ lengths: ONNXValue, in graph: ONNXGraph, named place: String) {
        self.graph = graph
        self.place = place
        let lost = graph.constant(kernelSize - 1, named: "\(place).lost")
        let least = graph.constant(1, named: "\(place).least")
        counts = graph.node("Max", [graph.node("Sub", [lengths, lost], named: place), least], named: place)
    }

    /// [batch, filters] of activations [batch, filters, positions], as the pooling prescribes.
    func pooled(_ activations: ONNXValue, _ pooling: Pooling) -> [ONNXValue] {
        let mask = mask(of: activations)
        switch pooling {
        case .average: return [average(activations, mask)]
        case .max: return [maximum(activations, mask)]
        case .both: return [average(activations, mask), maximum(activations, mask)]
        }
    }

    /// Whether each position is that of a window of real tokens, [batch, 1, positions].
    private func mask(of activations: ONNXValue) -> ONNXValue {
        let shape = graph.node("Shape", [activations], named: place)
        let axis = graph.constant(2, named: "\(place).axis")
        let length = graph.node("Gather", [shape, axis], ["axis": .int(0)], named: place)
        let zero = graph.constant(0, named: "\(place).zero")
        let one = graph.constant(1, named: "\(place).one")
        let positions = graph.node("Range", [zero, length, one], named: place)
        let isReal = graph.node("Less", [positions, counts], named: place)
        return graph.node("Unsqueeze", [isReal, graph.constant([1], named: "\(place).axes")], named: place)
    }

    private func average(_ activations: ONNXValue, _ mask: ONNXValue) -> ONNXValue {
        let zero = graph.constant(Float(0), named: "\(place).nothing")
        let real = graph.node("Where", [mask, activations, zero], named: place)
        let axes = graph.constant([2], named: "\(place).axes")
        let sum = graph.node("ReduceSum", [real, axes], ["keepdims": .int(0)], named: place)
        let divisor = graph.node(
            "Cast", [counts], ["to": .int(Int(ONNXElementType.float32.rawValue))], named: place)
        return graph.node("Div", [sum, divisor], named: place)
    }

    private func maximum(_ activations: ONNXValue, _ mask: ONNXValue) -> ONNXValue {
        let least = graph.constant(-Float.infinity, named: "\(place).nothing")
        let real = graph.node("Where", [mask, activations, least], named: place)
        return graph.node("ReduceMax", [real], ["axes": .ints([2]), "keepdims": .int(0)], named: place)
    }
}
