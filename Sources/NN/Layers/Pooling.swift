import SwiftletAutodiff
import SwiftletTensor

/// The maximum of each window: [N, C, L] to [N, C, OL], as `torch.nn.MaxPool1d`.
public final class MaxPool1d: Layer {
    /// Window and steps.
    public let options: Pool1dOptions

    /// A layer with the given window and steps.
    public init(_ options: Pool1dOptions) {
        self.options = options
    }

    /// A layer with the given window, whose steps are by default its size.
    public convenience init(kernelSize: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(Pool1dOptions(kernelSize: kernelSize, stride: stride, padding: padding))
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) { input.maxPool1d(options) }
    }
}

/// The maximum of each window: [N, C, H, W] to [N, C, OH, OW], as `torch.nn.MaxPool2d`.
public final class MaxPool2d: Layer {
    /// Window and steps.
    public let options: Pool2dOptions

    /// A layer with the given window and steps.
    public init(_ options: Pool2dOptions) {
        self.options = options
    }

    /// A layer with the given window, whose steps are by default its size.
    public convenience init(kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0) {
        self.init(Pool2dOptions(kernelSize: kernelSize, stride: stride, padding: padding))
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) { input.maxPool2d(options) }
    }
}

/// The average of each window: [N, C, L] to [N, C, OL], as `torch.nn.AvgPool1d`.
public final class AveragePool1d: Layer {
    /// Window and steps.
    public let options: Pool1dOptions

    /// A layer with the given window and steps.
    public init(_ options: Pool1dOptions) {
        self.options = options
    }

    /// A layer with the given window, whose steps are by default its size.
    public convenience init(kernelSize: Int, stride: Int? = nil, padding: Int = 0) {
        self.init(Pool1dOptions(kernelSize: kernelSize, stride: stride, padding: padding))
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) { input.averagePool1d(options) }
    }
}

/// The average of each window: [N, C, H, W] to [N, C, OH, OW], as `torch.nn.AvgPool2d`.
public final class AveragePool2d: Layer {
    /// Window and steps.
    public let options: Pool2dOptions

    /// A layer with the given window and steps.
    public init(_ options: Pool2dOptions) {
        self.options = options
    }

    /// A layer with the given window, whose steps are by default its size.
    public convenience init(kernelSize: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0) {
        self.init(Pool2dOptions(kernelSize: kernelSize, stride: stride, padding: padding))
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) { input.averagePool2d(options) }
    }
}
