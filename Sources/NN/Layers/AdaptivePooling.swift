import SwiftletTensor

/// The averages of windows that divide the input into a given number of outputs: [N, C, L] to [N, C, length], as
/// `torch.nn.AdaptiveAvgPool1d`.
public final class AdaptiveAveragePool1d: Layer {
    /// How many outputs there are.
    public let length: Int

    /// A layer with so many outputs.
    public init(_ length: Int) { self.length = length }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.adaptiveAveragePool1d(to: length) }
    }
}

/// The averages of windows that divide the input into a given number of outputs: [N, C, H, W] to [N, C, height, width], as
/// `torch.nn.AdaptiveAvgPool2d`.
public final class AdaptiveAveragePool2d: Layer {
    /// How many rows and columns of outputs there are.
    public let size: Size2D

    /// A layer with so many outputs.
    public init(_ size: Size2D) { self.size = size }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.adaptiveAveragePool2d(to: size) }
    }
}

/// The maxima of windows that divide the input into a given number of outputs: [N, C, L] to [N, C, length], as
/// `torch.nn.AdaptiveMaxPool1d`.
public final class AdaptiveMaxPool1d: Layer {
    /// How many outputs there are.
    public let length: Int

    /// A layer with so many outputs.
    public init(_ length: Int) { self.length = length }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.adaptiveMaxPool1d(to: length) }
    }
}

/// The maxima of windows that divide the input into a given number of outputs: [N, C, H, W] to [N, C, height, width], as
/// `torch.nn.AdaptiveMaxPool2d`.
public final class AdaptiveMaxPool2d: Layer {
    /// How many rows and columns of outputs there are.
    public let size: Size2D

    /// A layer with so many outputs.
    public init(_ size: Size2D) { self.size = size }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.adaptiveMaxPool2d(to: size) }
    }
}
