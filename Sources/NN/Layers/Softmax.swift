import SwiftletTensor

/// exp(x) over its sum along an axis, as `torch.nn.Softmax`.
public final class Softmax: Layer {
    /// The axis along which the outputs add up to 1; negative ones count from the last.
    public let axis: Int

    /// A layer for an axis, by default the last.
    public init(axis: Int = -1) { self.axis = axis }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.softmax(axis: axis) }
    }
}

/// The logarithm of the softmax along an axis, computed without overflow, as `torch.nn.LogSoftmax`.
public final class LogSoftmax: Layer {
    /// The axis of the softmax; negative ones count from the last.
    public let axis: Int

    /// A layer for an axis, by default the last.
    public init(axis: Int = -1) { self.axis = axis }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.logSoftmax(axis: axis) }
    }
}
