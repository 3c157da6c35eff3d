import SwiftletNN
import SwiftletTensor

extension ConvolutionLayer: ONNXLayer {
    /// Adds `Conv` or `ConvTranspose` and the activation. A weight under spectral norm is the normalized one.
    public final func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let axes = convolution.dimensions
        func list(_ size: Size2D) -> [Int] { Array(size.list.suffix(axes)) }
        var (input, zeros) = (input, list(padding))
        if paddingMode != .zeros {
            input = paddingMode.append(to: graph, input, before: zeros, after: zeros, named: path)
            zeros = Array(repeating: 0, count: axes)
        }
        // `pads` has the zeros before the input along each axis, then those after it.
        var attributes: [String: ONNXAttribute] = [
            "kernel_shape": .ints(Array(weight.shape.dimensions.suffix(axes))), "strides": .ints(list(stride)),
            "pads": .ints(zeros + zeros), "dilations": .ints(list(dilation)), "group": .int(groups),
        ]
        if convolution.isTransposed { attributes["output_padding"] = .ints(list(outputPadding)) }
        let inputs = [input] + constants(graph, weight, bias, norm: spectralNorm, named: path)
        let output = graph.node(convolution.isTransposed ? "ConvTranspose" : "Conv", inputs, attributes, named: path)
        return activation.append(to: graph, output, named: path)
    }
}

extension Size2D {
    /// Height, then width.
    var list: [Int] { [height, width] }
}
