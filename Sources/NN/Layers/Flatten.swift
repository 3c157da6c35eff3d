import SwiftletTensor

/// Joins the axes from one on: [N, C, H, W] to [N, C * H * W], as `torch.nn.Flatten`.
public final class Flatten: Layer {
    /// The first of the axes that are joined.
    public let firstAxis: Int

    /// A layer that keeps the axes before `firstAxis`.
    public init(fromAxis firstAxis: Int = 1) {
        self.firstAxis = firstAxis
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.flattened(fromAxis: firstAxis) }
    }
}
