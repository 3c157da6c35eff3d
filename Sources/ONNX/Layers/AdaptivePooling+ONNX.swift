import SwiftletNN
import SwiftletTensor

extension AdaptiveAveragePool1d: ONNXLayer {
    /// Adds `GlobalAveragePool` for one output, else the mean of each window.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        AdaptiveWindows(graph: graph, path: path, statistic: .average).pooled(input, to: [length])
    }
}

extension AdaptiveAveragePool2d: ONNXLayer {
    /// Adds `GlobalAveragePool` for one output, else the mean of each window.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        AdaptiveWindows(graph: graph, path: path, statistic: .average).pooled(input, to: size.list)
    }
}

extension AdaptiveMaxPool1d: ONNXLayer {
    /// Adds `GlobalMaxPool` for one output, else the maximum of each window.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        AdaptiveWindows(graph: graph, path: path, statistic: .maximum).pooled(input, to: [length])
    }
}

extension AdaptiveMaxPool2d: ONNXLayer {
    /// Adds `GlobalMaxPool` for one output, else the maximum of each window.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        AdaptiveWindows(graph: graph, path: path, statistic: .maximum).pooled(input, to: size.list)
    }
}
