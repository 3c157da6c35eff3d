import SwiftletNN
import SwiftletTensor

extension Conv1d: ONNXLayer {
    /// Adds `Conv` and the activation.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        var (input, options) = (input, options)
        if paddingMode != .zeros {
            let widths = [options.padding]
            input = paddingMode.append(to: graph, input, before: widths, after: widths, named: path)
            options.padding = 0
        }
        let inputs = [input] + constants(graph, weight, bias, named: path)
        let output = graph.node("Conv", inputs, options.attributes(kernel: weight), named: path)
        return activation.append(to: graph, output, named: path)
    }
}

extension Conv2d: ONNXLayer {
    /// Adds `Conv` and the activation. A weight under spectral norm is the normalised one.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        var (input, options) = (input, options)
        if paddingMode != .zeros {
            let widths = options.padding.list
            input = paddingMode.append(to: graph, input, before: widths, after: widths, named: path)
            options.padding = 0
        }
        let inputs = [input] + constants(graph, weight, bias, norm: spectralNorm, named: path)
        let output = graph.node("Conv", inputs, options.attributes(kernel: weight), named: path)
        return activation.append(to: graph, output, named: path)
    }
}

extension ConvTranspose1d: ONNXLayer {
    /// Adds `ConvTranspose` and the activation.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let inputs = [input] + constants(graph, weight, bias, named: path)
        let attributes = options.attributes(kernel: weight, isTransposed: true)
        return activation.append(
            to: graph, graph.node("ConvTranspose", inputs, attributes, named: path), named: path)
    }
}

extension ConvTranspose2d: ONNXLayer {
    /// Adds `ConvTranspose` and the activation.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let inputs = [input] + constants(graph, weight, bias, named: path)
        let attributes = options.attributes(kernel: weight, isTransposed: true)
        return activation.append(
            to: graph, graph.node("ConvTranspose", inputs, attributes, named: path), named: path)
    }
}

extension Convolution1dOptions {
    fileprivate func attributes(kernel: Parameter, isTransposed: Bool = false) -> [String: ONNXAttribute] {
        convolutionAttributes(
            kernel: [kernel.value.shape[2]], strides: [stride], padding: [padding], dilations: [dilation],
            groups: groups, outputPadding: isTransposed ? [outputPadding] : nil)
    }
}

extension Convolution2dOptions {
    fileprivate func attributes(kernel: Parameter, isTransposed: Bool = false) -> [String: ONNXAttribute] {
        convolutionAttributes(
            kernel: [kernel.value.shape[2], kernel.value.shape[3]], strides: stride.list, padding: padding.list,
            dilations: dilation.list, groups: groups, outputPadding: isTransposed ? outputPadding.list : nil)
    }
}

/// `pads` has the zeros before the input along each axis, then those behind it.
private func convolutionAttributes(
    kernel: [Int], strides: [Int], padding: [Int], dilations: [Int], groups: Int, outputPadding: [Int]?
) -> [String: ONNXAttribute] {
    var attributes: [String: ONNXAttribute] = [
        "kernel_shape": .ints(kernel), "strides": .ints(strides), "pads": .ints(padding + padding),
        "dilations": .ints(dilations), "group": .int(groups),
    ]
    if let outputPadding { attributes["output_padding"] = .ints(outputPadding) }
    return attributes
}

extension Extent2d {
    /// Height, then width.
    var list: [Int] { [height, width] }
}
