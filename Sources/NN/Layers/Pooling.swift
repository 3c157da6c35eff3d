import SwiftletTensor

/// The maximum of each window: [N, C, L] to [N, C, OL], as `torch.nn.MaxPool1d`.
public final class MaxPool1d: Layer {
    /// Size of the window, steps from one to the next, positions added on each side, steps within a window.
    public let kernelSize, stride, padding, dilation: Int

    /// A layer of a window; the stride is by default its size.
    public init(_ kernelSize: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1) {
        (self.kernelSize, self.stride) = (kernelSize, stride ?? kernelSize)
        (self.padding, self.dilation) = (padding, dilation)
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.maxPool1d(kernelSize, stride: stride, padding: padding, dilation: dilation) }
    }
}

/// The maximum of each window: [N, C, H, W] to [N, C, OH, OW], as `torch.nn.MaxPool2d`.
public final class MaxPool2d: Layer {
    /// Size of the window, steps from one to the next, positions added on each side, steps within a window.
    public let kernelSize, stride, padding, dilation: Size2D

    /// A layer of a window; the stride is by default its size.
    public init(_ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1) {
        (self.kernelSize, self.stride) = (kernelSize, stride ?? kernelSize)
        (self.padding, self.dilation) = (padding, dilation)
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.maxPool2d(kernelSize, stride: stride, padding: padding, dilation: dilation) }
    }
}

/// The average of each window: [N, C, L] to [N, C, OL], as `torch.nn.AvgPool1d`.
public final class AveragePool1d: Layer {
    /// Size of the window, steps from one to the next, zeros on each side.
    public let kernelSize, stride, padding: Int
    /// Whether an average divides by the whole window rather than by its positions inside the input.
    public let countsPadding: Bool

    /// A layer of a window; the stride is by default its size.
    public init(_ kernelSize: Int, stride: Int? = nil, padding: Int = 0, countsPadding: Bool = true) {
        (self.kernelSize, self.stride) = (kernelSize, stride ?? kernelSize)
        (self.padding, self.countsPadding) = (padding, countsPadding)
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            input.averagePool1d(kernelSize, stride: stride, padding: padding, countsPadding: countsPadding)
        }
    }
}

/// The average of each window: [N, C, H, W] to [N, C, OH, OW], as `torch.nn.AvgPool2d`.
public final class AveragePool2d: Layer {
    /// Size of the window, steps from one to the next, zeros on each side.
    public let kernelSize, stride, padding: Size2D
    /// Whether an average divides by the whole window rather than by its positions inside the input.
    public let countsPadding: Bool

    /// A layer of a window; the stride is by default its size.
    public init(_ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, countsPadding: Bool = true) {
        (self.kernelSize, self.stride) = (kernelSize, stride ?? kernelSize)
        (self.padding, self.countsPadding) = (padding, countsPadding)
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            input.averagePool2d(kernelSize, stride: stride, padding: padding, countsPadding: countsPadding)
        }
    }
}
